"""Plan a defence: which rounds at which threats, how many rounds, which sites, which bases."""

from airshield.plan.assign import assign
from airshield.plan.assignment_file import assign_file, load_assignment
from airshield.plan.model import Assignment
from airshield.plan.stock import StockPlan, stock
from airshield.plan.stock_simulation import stock_by_simulation

__all__ = [
    "Assignment",
    "StockPlan",
    "assign",
    "assign_file",
    "load_assignment",
    "stock",
    "stock_by_simulation",
]
