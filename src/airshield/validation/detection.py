"""Look at cases of radar detection through the kernel's looks, tracks and horizon."""

from __future__ import annotations

import math

import numpy as np

from airshield.kernel.detection import (
    confirmed_probability,
    detection_range_m,
    in_coverage,
    single_look_pd,
    snr_at_range,
    snr_reference,
    track_table_ground,
)
from airshield.kernel.horizon import EFFECTIVE_RADIUS_M, beam_height_m, horizon_range_m
from airshield.validation.model import Given, Value, Wanted

P_FALSE = 1e-6


def looks(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Track a target at rest that each of `looks` looks sees with `p_look`."""
    n = given["looks"]
    path = np.array([[0.0, 40e3, 30e3]] * 2)
    _, _, t_s, p = track_table_ground(
        np.array([0.0, 2.0 * n]), path, 0.1, 50e3, 0.1, given["p_look"], P_FALSE, 1.0,
        0.0, 0.8, 0.0, 1.5, 170e3, 4.0, 2.0, 1, 1, 1, 1.0, 0.0, 0.0, np.empty(0, np.uint8),
    )  # fmt: skip
    return {"p_detected": float(p[-1]), "last_look_s": float(t_s[-1])}


def confirmation(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Confirm a track by `needed` hits among `window` looks, each with `p_look`."""
    p_look = np.full(given["scans"], given["p_look"])
    found = confirmed_probability(p_look, given["needed"], given["window"])
    return {"p_confirmed": tuple(float(p) for p in found)}


def closing(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Scan a target that comes in: the range equation, one look each, and their sum."""
    snr0 = 10.0 ** (given["snr_db"] / 10.0)
    ranges_km = np.arange(
        given["start_km"], given["end_km"] - 1.0, -given["speed_km_s"] * given["scan_s"]
    )
    p_false = given["p_false"]
    p = np.array(
        [
            single_look_pd(
                snr_at_range(r * 1e3, 1.0, given["reference_km"] * 1e3, 1.0, snr0, 1.0), p_false
            )
            for r in ranges_km
        ]
    )
    return {
        "range_km": tuple(ranges_km.tolist()),
        "p_look": tuple(p.tolist()),
        "p_detected": tuple(confirmed_probability(p, 1, 1).tolist()),
    }


def required_snr(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return the signal-to-noise ratio that one look of a Swerling 1 target needs."""
    return {"snr_db": 10.0 * math.log10(snr_reference(given["p_look"], given["p_false"]))}


def fourth_root(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Scale a stated range to another radar cross-section, and ask what one look there sees."""
    stated_m, rcs = given["stated_km"] * 1e3, given["rcs_m2"]
    range_m = detection_range_m(rcs, stated_m, given["stated_rcs_m2"], 1.0, 1e9)
    snr = snr_at_range(
        range_m, rcs, stated_m, given["stated_rcs_m2"], snr_reference(0.9, P_FALSE), 1.0
    )
    return {"range_km": range_m / 1e3, "p_look": single_look_pd(snr, P_FALSE)}


def horizon(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return the radar horizon over production's Earth, by the formula and by what a radar sees.

    `seen_km` is where a target at `target_m` above the ground drops out of the coverage: the
    distance along the ground at which `in_coverage` says no, found by halving.
    """
    antenna, target = given["antenna_m"], given["target_m"]
    found = horizon_range_m(antenna, target, EFFECTIVE_RADIUS_M)
    return {"horizon_km": found / 1e3, "seen_km": _last_seen_m(antenna, target) / 1e3}


EARTH_RADIUS_M = 6_371_000.0
"""The true radius, written here anew so that an error in production's shows."""


def _last_seen_m(antenna_m: float, target_m: float) -> float:
    near, far = 1.0, 1e6
    for _ in range(60):
        middle = 0.5 * (near + far)
        angle = middle / EARTH_RADIUS_M
        above = EARTH_RADIUS_M + target_m
        north = above * math.sin(angle)
        up = above * math.cos(angle) - EARTH_RADIUS_M - antenna_m
        if in_coverage(0.0, north, up, 0.0, math.pi, -1.5, 1.5, 1e9, antenna_m):
            near = middle
        else:
            far = middle
    return near


def beam(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Return the height of a refracted beam at a slant range."""
    found = beam_height_m(
        given["range_km"] * 1e3,
        math.radians(given["elevation_deg"]),
        given["antenna_m"],
        EFFECTIVE_RADIUS_M,
    )
    return {"height_m": found}
