"""The names that a user types, and that none of them hides behind a module."""

import inspect

import airshield as ash

NAMES = [
    "Assignment", "BasesPlan", "SitesPlan", "StockPlan", "assign", "assign_file", "bases",
    "load_assignment", "load_bases", "load_sites", "load_stock", "sites", "stock",
    "stock_by_simulation",
]  # fmt: skip


def test_the_public_names_are_these():
    assert ash.plan.__all__ == NAMES
    for name in NAMES:
        assert callable(getattr(ash.plan, name)), name


def test_every_function_says_its_limits_or_where_it_reads():
    for name in ("assign", "bases", "sites", "stock", "stock_by_simulation"):
        words = inspect.getdoc(getattr(ash.plan, name))
        assert "Parameters" in words
        assert "Raises" in words


def test_no_question_of_a_plan_varies_the_raid():
    # What is chosen is on the defender's side: rounds, stocks, stands, bases and moves.
    for kind in (ash.plan.SitesPlan, ash.plan.BasesPlan, ash.plan.StockPlan, ash.plan.Assignment):
        assert not {"raid", "volley", "axis", "azimuth", "launch"} & set(kind.__dataclass_fields__)
