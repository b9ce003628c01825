"""Lay one path at an aim point and leave out what no envelope of a fire unit could reach.

The path relative to the aim point is the same at every point of a grid, so a fire unit sees it
turned and shifted by the aim point's place alone.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from airshield.kernel._jit import jit
from airshield.kernel.coverage_columns import DELAY_S, PROTECTED_M
from airshield.kernel.earth import enu_axes, geodetic_to_ecef
from airshield.kernel.path import height_above_m, slant_range_m

F8 = NDArray[np.float64]
U1 = NDArray[np.uint8]

BLOCK = 8
"""Samples of a path that share one bounding sphere."""


@jit()
def path_blocks(pos_enu_m: F8) -> F8:
    """Enclose every `BLOCK` samples of a path, and the one after them, in a sphere.

    Parameters
    ----------
    pos_enu_m : east, north, up of the aim point, shape (n, 3).

    Returns
    -------
    Centre (3), radius, lowest and highest height above the sphere through the aim point, all m;
    shape (blocks, 6).
    """
    n = pos_enu_m.shape[0]
    blocks = np.empty(((n + BLOCK - 1) // BLOCK, 6))
    for b in range(blocks.shape[0]):
        first, last = b * BLOCK, min((b + 1) * BLOCK, n - 1)
        for i in range(3):
            blocks[b, i] = 0.5 * (pos_enu_m[first, i] + pos_enu_m[last, i])
        radius, lowest, highest = 0.0, math.inf, -math.inf
        for k in range(first, last + 1):
            east, north, up = pos_enu_m[k, 0], pos_enu_m[k, 1], pos_enu_m[k, 2]
            away = slant_range_m(east - blocks[b, 0], north - blocks[b, 1], up - blocks[b, 2])
            height = height_above_m(east, north, up)
            radius, lowest, highest = (
                max(radius, away),
                min(lowest, height),
                max(highest, height),
            )
        blocks[b, 3], blocks[b, 4], blocks[b, 5] = radius, lowest, highest
    return blocks


@jit()
def frame_of(aim_lla: F8, unit: F8, earth: F8) -> F8:
    """Return what turns and shifts the axes of an aim point into those of a unit.

    Returns
    -------
    Rows of the rotation, the shift (m) as fourth row, and the unit's place in the axes of the aim
    point (m) as fifth; shape (5, 3).
    """
    here = enu_axes(aim_lla[0], aim_lla[1])
    there = enu_axes(unit[0], unit[1])
    x0, y0, z0 = geodetic_to_ecef(aim_lla[0], aim_lla[1], aim_lla[2], earth)
    x1, y1, z1 = geodetic_to_ecef(unit[0], unit[1], unit[2], earth)
    frame = np.zeros((5, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                frame[i, j] += there[i, k] * here[j, k]
        frame[3, i] = there[i, 0] * (x0 - x1) + there[i, 1] * (y0 - y1) + there[i, 2] * (z0 - z1)
        frame[4, i] = here[i, 0] * (x1 - x0) + here[i, 1] * (y1 - y0) + here[i, 2] * (z1 - z0)
    return frame


@jit()
def move(pos_enu_m: F8, frame: F8, first: int, last: int, out: F8) -> None:
    """Write samples first..last of a path into the axes of a unit."""
    for k in range(first, last + 1):
        east, north, up = pos_enu_m[k, 0], pos_enu_m[k, 1], pos_enu_m[k, 2]
        for i in range(3):
            out[k - first, i] = (
                frame[i, 0] * east + frame[i, 1] * north + frame[i, 2] * up + frame[3, i]
            )


@jit()
def _outside_sector(east: float, north: float, radius: float, group: F8) -> bool:
    """Tell whether a disc lies outside a track sector; a disc about the unit never does."""
    away = math.sqrt(east * east + north * north)
    half = group[5]
    if away <= radius or half >= math.pi:
        return False
    off = abs(math.atan2(east, north) - group[4]) % (2.0 * math.pi)
    off = min(off, 2.0 * math.pi - off)
    return off - math.asin(radius / away) > half + 1e-6


@jit()
def blocks_within(blocks: F8, frame: F8, group: F8, rise_m: float) -> tuple[int, int]:
    """Return the first and last block of a path that an envelope could reach; -1 for none.

    Heights are those above the aim point; `rise_m` is that of the aim point above the unit. A
    kilometre of slack stands for the difference of the two spheres.
    """
    reach, slack = group[1], 1000.0 + abs(rise_m)
    first, last = -1, -1
    for b in range(blocks.shape[0]):
        if blocks[b, 5] < group[2] - slack or blocks[b, 4] > group[3] + slack:
            continue
        x, y, z = blocks[b, 0] - frame[4, 0], blocks[b, 1] - frame[4, 1], blocks[b, 2] - frame[4, 2]
        if slant_range_m(x, y, z) > reach + blocks[b, 3]:
            continue
        east = frame[0, 0] * x + frame[0, 1] * y + frame[0, 2] * z
        north = frame[1, 0] * x + frame[1, 1] * y + frame[1, 2] * z
        if _outside_sector(east, north, blocks[b, 3], group):
            continue
        last = b
        if first < 0:
            first = b
    return first, last


@jit()
def ground_m(frame: F8) -> float:
    """Return the horizontal distance between aim point and unit."""
    return math.sqrt(frame[4, 0] * frame[4, 0] + frame[4, 1] * frame[4, 1])


@jit()
def within_reach(
    start: int, stop: int, aim_lla: F8, t_s: F8, blocks: F8, unit: F8, groups: F8, longest_s: F8,
    earth: F8, near: U1, early_s: F8,
) -> None:  # fmt: skip
    """Mark aim points start..stop at which an envelope of a unit could reach the path.

    Parameters
    ----------
    aim_lla : latitude (rad), longitude (rad), altitude (m), shape (N, 3).
    t_s : times of the path, shape (n,); blocks : its `path_blocks`.
    unit : (UNIT_COLUMNS,); groups : (g, GROUP_COLUMNS) of the unit.
    longest_s : longest flight of each group's rounds, shape (g,).
    near : 1 where reached, shape (N,); written.
    early_s : a track before this is before any launch that could meet the path, so that it does not
        matter by how much, shape (N,); +inf where not near; written.
    """
    for k in range(start, stop):
        near[k] = 0
        early_s[k] = math.inf
        frame = frame_of(aim_lla[k], unit, earth)
        for g in range(groups.shape[0]):
            if ground_m(frame) > groups[g, PROTECTED_M]:
                continue
            first, _ = blocks_within(blocks, frame, groups[g], aim_lla[k, 2] - unit[2])
            if first >= 0:
                near[k] = 1
                opens_s = t_s[first * BLOCK] - longest_s[g]
                early_s[k] = min(early_s[k], opens_s - unit[DELAY_S])
