"""Record one replication and look at it or hand it on: files only, nothing goes to a network."""

from airshield.replay.choose import QUANTILES
from airshield.replay.formats import FORMATS, export
from airshield.replay.html import write_replay
from airshield.replay.model import End, Entity, Event, Kind, Recording, Sector, Track
from airshield.replay.record import record

__all__ = [
    "FORMATS",
    "QUANTILES",
    "End",
    "Entity",
    "Event",
    "Kind",
    "Recording",
    "Sector",
    "Track",
    "export",
    "record",
    "write_replay",
]
