"""Keep the relations between entries: checked at load, kept in every sample."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from airshield.catalogue.quantity import Quantity

RELATIONS: tuple[tuple[str, str, str], ...] = (
    ("interceptor", "range_min", "range_vs_tbm"),
    ("interceptor", "range_min", "range_vs_aircraft"),
    ("interceptor", "altitude_min_tbm", "altitude_max"),
    ("interceptor", "altitude_min", "altitude_max"),
    ("interceptor", "sskp_tbm_manoeuvring", "sskp_tbm"),
    ("interceptor", "burnout_mass", "mass"),
    ("radar", "search_sector", "track_sector"),
    ("radar", "elevation_coverage_min", "elevation_coverage_max"),
    ("radar", "terminal_slots", "uplink_slots"),
    ("threat", "range_min", "range_max"),
    ("threat", "warhead_mass", "launch_mass"),
)
"""(kind, smaller, larger): in every entry of the kind that has both, smaller <= larger."""
POSITIVE = (
    "speed_max",
    "burn_time",
    "burnout_mass",
    "drag_area",
    "ballistic_coefficient",
    "rcs",
    "warhead_mass",
    "range_vs_1m2",
    "range_tbm_rcs_0p1",
    "update_interval",
    "shelter_time_constant",
)
"""Quantities that may not be zero or negative (a THAAD has no range against aircraft)."""
_ZERO_ALLOWED = {"interceptor": ("warhead_mass",)}


def _pairs(paths: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (path of the smaller, path of the larger) wherever both are there."""
    for kind, small, large in RELATIONS:
        for path in paths:
            if path.startswith(f"{kind}.") and path.endswith(f".{small}"):
                other = path.removesuffix(small) + large
                if other in paths:
                    yield path, other


def partners(small: str) -> tuple[str, ...]:
    """Return the paths that a quantity may not exceed."""
    kind, _, rest = small.partition(".")
    entry, _, name = rest.rpartition(".")
    return tuple(
        f"{kind}.{entry}.{large}" for own, less, large in RELATIONS if (own, less) == (kind, name)
    )


def _shown(quantity: Quantity) -> str:
    """Return the nominal value with its unit; a pure number has none."""
    unit = "" if quantity.unit == "1" else f" {quantity.unit}"
    return f"{quantity.nominal:g}{unit}"


def broken(
    quantities: Mapping[str, Quantity], only: Container[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield (path, message) for each relation that the nominal values break.

    Parameters
    ----------
    quantities : by path; only : report only relations that touch these paths.
    """
    for small, large in _pairs(quantities):
        if only is not None and small not in only and large not in only:
            continue
        a, b = quantities[small], quantities[large]
        # An interceptor without any range against ballistic missiles says so with a zero.
        if b.high == 0.0:
            continue
        if a.si_nominal > b.si_nominal:
            said = f"{_shown(a)} is above {large} = {_shown(b)}"
            yield small, f"{said}; it must not be"
    for path, quantity in quantities.items():
        kind, name = path.split(".", 1)[0], path.rsplit(".", 1)[-1]
        skip = name in _ZERO_ALLOWED.get(kind, ())
        wanted = name in POSITIVE and not skip and (only is None or path in only)
        if wanted and quantity.low <= 0.0:
            yield path, f"{quantity.low:g} {quantity.unit} must be above zero"


def repair(sample: Mapping[str, float], nominal: Mapping[str, float]) -> dict[str, float]:
    """Return a sample in which every relation holds: the smaller one gives way.

    Parameters
    ----------
    sample : sampled values by path, one unit per relation (SI).
    nominal : values of the paths that were not sampled, in the same units.

    The projection is by the order of `RELATIONS`; since no smaller quantity is the larger of a
    later relation, one pass is enough. A larger one of zero means "none" and binds nothing.
    """
    fixed = dict(sample)
    whole = {**nominal, **sample}
    for small, large in _pairs(whole):
        if whole[small] > whole[large] > 0.0:
            whole[small] = whole[large]
            fixed[small] = whole[large]
    return fixed
