"""Plan a defence: which rounds at which threats."""

from airshield.plan.assign import assign
from airshield.plan.model import Assignment

__all__ = ["Assignment", "assign"]
