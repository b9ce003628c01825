"""Lower the physics tables: tracks by unit and family, shots by launcher group and family."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from airshield.scenario.models import Doctrine, FireUnit
from airshield.simulate.family import Family
from airshield.simulate.geometry import Place
from airshield.simulate.lower.doctrine import refused
from airshield.simulate.lower.groups import Group
from airshield.simulate.lower.raid import Incoming
from airshield.simulate.lower.units import radar_of
from airshield.simulate.picker import Picker
from airshield.simulate.shots import GroupShots, Shot, lower_shots
from airshield.simulate.sight import UnitTrack, lower_track
from airshield.simulate.terrain import Terrain

Tracks = tuple[tuple[UnitTrack, ...], ...]
"""By unit and family."""
Shots = tuple[tuple[GroupShots, ...], ...]
"""By launcher group and family."""


def _boresight_rad(pick: Picker, unit: FireUnit) -> float:
    path = f"scenario.fire_unit.{unit.id}.boresight_deg"
    return math.radians(pick.number(path, unit.boresight_deg))


def _not_its_task() -> GroupShots:
    nothing = np.empty(0)
    return GroupShots(math.nan, math.nan, nothing, nothing, nothing, nothing, Shot.NOT_ITS_TASK)


def lower_tracks(
    pick: Picker,
    units: tuple[FireUnit, ...],
    places: tuple[Place, ...],
    families: tuple[Family, ...],
    terrain: Terrain | None,
) -> Tracks:
    """Compute when each unit has each family in track: never, where its radar is not for it."""
    rows = []
    for unit, place in zip(units, places, strict=True):
        radar, boresight_rad = radar_of(pick.catalogue, unit), _boresight_rad(pick, unit)
        rows.append(
            tuple(
                lower_track(pick, radar, place, boresight_rad, family, terrain=terrain)
                for family in families
            )
        )
    return tuple(rows)


def lower_windows(
    pick: Picker,
    groups: list[Group],
    units: tuple[FireUnit, ...],
    places: tuple[Place, ...],
    doctrines: Mapping[str, Doctrine],
    families: tuple[Family, ...],
) -> Shots:
    """Compute the launch window of each group against each family.

    No window where the interceptor cannot engage the class, or where the doctrine says that it is
    not the unit's task.
    """
    rows = []
    for group in groups:
        unit = units[group.unit]
        radar, boresight_rad = radar_of(pick.catalogue, unit), _boresight_rad(pick, unit)
        off = refused(doctrines[unit.doctrine]) if unit.doctrine else ()
        place = places[group.unit]
        rows.append(
            tuple(
                _not_its_task()
                if family.threat_class in off
                else lower_shots(pick, group.interceptor, radar, place, boresight_rad, family)
                for family in families
            )
        )
    return tuple(rows)


def pack_tracks(tracks: Tracks, n_families: int) -> dict[str, NDArray[np.generic]]:
    """Return the track tables in one row after the other."""
    flat = [track for row in tracks for track in row]
    sizes = [len(track.t_s) for track in flat]
    return {
        "visible": np.array([track.visible for track in flat], np.uint8).reshape(-1, n_families),
        "track_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "track_t_s": np.concatenate([np.empty(0), *(track.t_s for track in flat)]),
        "track_p": np.concatenate([np.empty(0), *(track.p for track in flat)]),
    }


def pack_shots(shots: Shots, n_families: int) -> dict[str, NDArray[np.generic]]:
    """Return windows and shot tables, one row after the other."""
    flat = [shot for row in shots for shot in row]
    sizes = [len(shot.intercept_s) for shot in flat]
    return {
        "window_open_s": np.array([shot.open_s for shot in flat], float).reshape(-1, n_families),
        "window_close_s": np.array([shot.close_s for shot in flat], float).reshape(-1, n_families),
        "shot_ptr": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "shot_intercept_s": np.concatenate([np.empty(0), *(shot.intercept_s for shot in flat)]),
        "shot_p": np.concatenate([np.empty(0), *(shot.p_kill for shot in flat)]),
    }


def largest_p(
    shots: Shots, threats: tuple[Incoming, ...], n_families: int
) -> dict[str, NDArray[np.generic]]:
    """Return for each threat the largest kill probability that any shot at it could have."""
    largest = [
        max((float(row[f].p_kill.max()) for row in shots if len(row[f].p_kill)), default=0.0)
        for f in range(n_families)
    ]
    return {"p_largest": np.array([largest[threat.family] for threat in threats], float)}
