"""Lower a scenario to the kernel's arrays, a module for each subject."""

from airshield.simulate.lower.lowering import Lowered, lower
from airshield.simulate.lower.units import radar_of

__all__ = ["Lowered", "lower", "radar_of"]
