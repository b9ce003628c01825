"""Answer a scenario: what gets through, what it costs, why, and how sure we are."""

from airshield.assessment.assess import assess
from airshield.assessment.compare import compare
from airshield.assessment.comparison import Comparison
from airshield.assessment.model import Assessment, Measure

__all__ = ["Assessment", "Comparison", "Measure", "assess", "compare"]
