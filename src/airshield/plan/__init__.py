"""Plan a defence: which rounds at which threats, how many rounds, which sites, which bases."""

from airshield.plan.assign import assign
from airshield.plan.assignment_file import assign_file, load_assignment
from airshield.plan.bases import BasesPlan, bases
from airshield.plan.bases_file import load_bases
from airshield.plan.model import Assignment
from airshield.plan.sites import SitesPlan, sites
from airshield.plan.sites_file import load_sites
from airshield.plan.stock import StockPlan, stock
from airshield.plan.stock_file import load_stock
from airshield.plan.stock_simulation import stock_by_simulation

__all__ = [
    "Assignment",
    "BasesPlan",
    "SitesPlan",
    "StockPlan",
    "assign",
    "assign_file",
    "bases",
    "load_assignment",
    "load_bases",
    "load_sites",
    "load_stock",
    "sites",
    "stock",
    "stock_by_simulation",
]
