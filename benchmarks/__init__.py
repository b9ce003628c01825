"""Measure speed as ratios in one run, by CPU time, against a peer and a bound."""
