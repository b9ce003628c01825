"""Options of the whole test run."""


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-regression",
        action="store_true",
        help="write the committed tables of tests/regression anew; say in the commit what moved",
    )
