"""Analyse air and missile defence from open sources: what a posture defends, and how sure we are."""

__version__ = "0.1.0"
