"""Import optional packages when they are needed, and say which extra brings them."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from airshield.errors import MissingExtraError


def late(package: str, extra: str) -> ModuleType:
    """Import an optional package.

    Raises
    ------
    MissingExtraError : it is not installed.
    """
    try:
        return importlib.import_module(package)
    except ImportError:
        raise MissingExtraError(package.split(".", 1)[0], extra) from None


def ask_for(package: str, extra: str) -> None:
    """Say that an optional package is missing before long work that needs it at its end.

    Raises
    ------
    MissingExtraError : it is not installed.
    """
    if importlib.util.find_spec(package) is None:
        raise MissingExtraError(package, extra)
