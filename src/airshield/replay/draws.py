"""Draw again what one replication drew and its trace does not hold: where threats fall.

Draws are keyed by (seed, replication, purpose, identity), so that the same key gives the same bits
as in the engagement, whatever was drawn between.
"""

from __future__ import annotations

import math

import numpy as np

from airshield.kernel.codes import Purpose
from airshield.kernel.damage import normal_pair
from airshield.kernel.philox import uniforms
from airshield.simulate.run import split_seed
from airshield.simulate.tables import Tables


def _uniforms(
    key: int, replication: int, purpose: Purpose, index: int, seed: int
) -> tuple[float, float, float, float]:
    # Interpreted kernels warn of the wrap-around that Philox means.
    with np.errstate(over="ignore"):
        drawn: tuple[float, float, float, float] = uniforms(
            key, 0, np.uint64(replication), int(purpose), index, *split_seed(seed)
        )
    return drawn


def impact_offset_m(
    tables: Tables, threat: int, seed: int, replication: int
) -> tuple[float, float]:
    """Return where a threat falls if nobody touches it, east and north of its asset, m."""
    east, north = float(tables.aim_east_m[threat]), float(tables.aim_north_m[threat])
    sigma = float(tables.sigma_aim_m[threat])
    if sigma > 0.0:
        key = int(tables.salvo_key[threat])
        v0, v1, _, _ = _uniforms(key, replication, Purpose.AIM, 0, seed)
        ze, zn = normal_pair(v0, v1)
        east, north = east + sigma * ze, north + sigma * zn
    sigma = float(tables.sigma_round_m[threat])
    if sigma > 0.0:
        key = int(tables.threat_key[threat])
        _, v1, v2, _ = _uniforms(key, replication, Purpose.FLIGHT, 0, seed)
        ze, zn = normal_pair(v1, v2)
        east, north = east + sigma * ze, north + sigma * zn
    return east, north


def displacement_m(
    tables: Tables, threat: int, group: int, ordinal: int, seed: int, replication: int
) -> tuple[float, float]:
    """Return how far a hit that does not stop the warhead moves its impact, east and north, m.

    ordinal : number of the shot among those at this threat, from 0.
    """
    key = int(tables.threat_key[threat])
    _, _, v2, _ = _uniforms(key, replication, Purpose.SHOT, ordinal, seed)
    angle, far = 2.0 * math.pi * v2, float(tables.displacement_m[group])
    return far * math.cos(angle), far * math.sin(angle)
