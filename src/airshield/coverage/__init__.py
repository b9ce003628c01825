"""Map what a posture covers: shots, stops and intercepts by aim point, threat and approach."""

from airshield.coverage.compute import compute

__all__ = ["compute"]
