"""Choose the axes of a plot, and the values at which the others are held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airshield.errors import Fault, InputError
from airshield.files import nearest

if TYPE_CHECKING:
    import xarray as xr


def pick(
    found: xr.Dataset, x: str | None, by: str | None, at: tuple[str, ...]
) -> tuple[xr.Dataset, str, str | None]:
    """Return a dataset with every axis fixed but those of a plot, and the two that remain.

    Parameters
    ----------
    found : as of `open`; x : the axis that runs [the first]; by : the axis of the lines [the next].
    at : "axis=value" of others; those that nobody names are held at their middle value.

    Raises
    ------
    InputError : no such axis or value.
    """
    axes = list(found.attrs["axes"])
    fixed = dict(_fixed(found, word) for word in at)
    free = [name for name in axes if name not in fixed]
    run = known_axis(axes, x, "x") if x else next(iter(free), axes[0])
    others = [name for name in free if name != run]
    if found.attrs["design"] != "grid":
        return found, run, None
    line = known_axis(axes, by, "by") if by else next(iter(others), None)
    for name in (run, line):
        if name in fixed or run == line:
            message = f'"{name}" is asked for twice; each axis has one place'
            raise InputError([Fault("command line", None, str(name), message)])
    for name in others:
        if name != line:
            values = found[name].values
            fixed[name] = values[len(values) // 2].item()
    held = found.sel(fixed)
    held.attrs["fixed"] = fixed
    return held, run, line


def known_axis(axes: list[str], name: str, option: str) -> str:
    """Return the name of an axis that a study has.

    Raises
    ------
    InputError : it has none of that name; names the option, and the nearest.
    """
    if name not in axes:
        message = f'"{name}" is no axis of the study; {nearest(name, axes)}'
        raise InputError([Fault("command line", None, option, message)])
    return name


def _fixed(found: xr.Dataset, word: str) -> tuple[str, Any]:
    name, _, text = word.partition("=")
    axes = list(found.attrs["axes"])
    known_axis(axes, name, "at")
    if found.attrs["design"] != "grid":
        message = "a Latin hypercube has no values to hold an axis at"
        raise InputError([Fault("command line", None, "at", message)])
    for value in found[name].values:
        if text in (str(value), f"{value:g}" if not isinstance(value, str) else ""):
            return name, value.item()
    known = [str(value) for value in found[name].values]
    message = f'"{text}" is no value of {name}; {nearest(text, known)}'
    raise InputError([Fault("command line", None, "at", message)])
