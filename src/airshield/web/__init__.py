"""Serve airshield as a local page: look at a scenario, change it, run it, read the answer."""

from airshield.web.app import create_app
from airshield.web.settings import Limits, Settings

__all__ = ["Limits", "Settings", "create_app"]
