"""Options of the whole test run."""

from hypothesis import settings

# A first call may compile a kernel: how long one example takes says nothing here.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-regression",
        action="store_true",
        help="write the committed tables of tests/regression anew; say in the commit what moved",
    )
