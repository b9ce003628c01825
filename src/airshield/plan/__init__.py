"""Plan a defence: which rounds at which threats, how many rounds, which sites, which bases."""

from airshield.plan.assign import assign
from airshield.plan.assignment_file import assign_file, load_assignment
from airshield.plan.model import Assignment

__all__ = ["Assignment", "assign", "assign_file", "load_assignment"]
