"""Propose claims from prose for a person to confirm; nothing enters a ledger by itself."""

from airshield.posture.reading.confirm import Confirmation, confirm, load_draft
from airshield.posture.reading.draft import Draft, DraftClaim, build_draft, draft_toml
from airshield.posture.reading.reader import Proposal, Reader, Reading, SourceText, Trap
from airshield.posture.reading.rules import RuleReader
from airshield.posture.reading.work import Written, read_files

__all__ = [
    "Confirmation",
    "Draft",
    "DraftClaim",
    "Proposal",
    "Reader",
    "Reading",
    "RuleReader",
    "SourceText",
    "Trap",
    "Written",
    "build_draft",
    "confirm",
    "draft_toml",
    "load_draft",
    "read_files",
]
