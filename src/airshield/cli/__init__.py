"""Offer airshield on the command line."""

from airshield.cli.app import main

__all__ = ["main"]
