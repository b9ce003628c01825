"""Put a ledger's beliefs in the place of a scenario's probabilities, and draw them jointly."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from airshield import scenario as scenarios
from airshield.errors import ClaimError, Fault, InputError, ScenarioError
from airshield.files import Document, Place, nearest, parse
from airshield.posture import loading
from airshield.posture.beliefs import Beliefs, clipped, infer
from airshield.posture.chains import ChainKey
from airshield.posture.inference import drift
from airshield.posture.policy_file import OPERATIONAL
from airshield.posture.sampling import sample
from airshield.posture.source import bundled_names, read_ledger_text
from airshield.scenario.dump import to_data
from airshield.scenario.models import Estimate, FireUnit, Posture, Reported

DRAWS_KEPT = 4
"""Blocks of postures kept: the outer loops ask for the same ones again and again."""
DRAWN_HERE = -1
"""A unit that hangs on no ledger draws its own state."""
DrawUp = Callable[[int, int, int], NDArray[np.int8]]


@dataclass(frozen=True)
class Standing:
    """What a ledger says of one fire unit.

    `reported` is False where nobody had reported on its very site: then `p_operational` is the
    drift alone, which is no answer to who is there.
    """

    unit_id: str
    key: ChainKey
    p_operational: float
    reported: bool


@dataclass(frozen=True, eq=False)
class Resolved:
    """A scenario whose probabilities are all numbers, and how its fire units are drawn.

    Attributes
    ----------
    loaded : the scenario with the marginal P(operational) of each unit that hangs on the ledger;
    its hash covers ledger and dates. source : the scenario as it was given, for another date.
    standings : what the ledger says, by fire unit; empty without a ledger. draw_up : for
    `simulate.lower`, None without a ledger. beliefs : what was inferred, None without a ledger.
    """

    loaded: scenarios.Loaded
    source: scenarios.Loaded
    standings: Mapping[str, Standing] = field(default_factory=dict)
    draw_up: DrawUp | None = None
    beliefs: Beliefs | None = None


def resolve(
    loaded: scenarios.Loaded | Resolved,
    on: dt.date | None = None,
    known_by: dt.date | None = None,
    *,
    ledger: loading.Loaded | None = None,
) -> Resolved:
    """Read the ledger that a scenario names, and say of each fire unit how likely it is there.

    Parameters
    ----------
    loaded : a scenario; one without a ledger is returned as it is.
    on, known_by : other dates than the scenario's own; `on` alone counts everything in the ledger.
    ledger : the one that the scenario names, where it was read before: its file is not read.

    Raises
    ------
    InputError : dates for a scenario without a ledger; no such ledger, or one with faults; a day
        before its coverage; a unit that the ledger cannot speak of. All faults of one kind at once.
    """
    if isinstance(loaded, Resolved):
        if on is None and known_by is None:
            return loaded
        # Another date of the same ledger: it is not read again.
        ledger = loaded.beliefs.loaded if loaded.beliefs else None
        loaded = loaded.source
    if loaded.scenario.posture is None:
        if on is not None or known_by is not None:
            message = f"`{loaded.file}` names no ledger; write a `[posture]` table, or leave it out"
            option = "--on" if on is not None else "--known-by"
            raise InputError([Fault("command line", None, option, message)])
        return Resolved(loaded, loaded)
    document = _document(loaded)
    posture = _dated(loaded.scenario.posture, on, known_by)
    ledger = ledger or _ledger(loaded, document, posture)
    if posture.on < ledger.ledger.coverage_start:
        message = (
            f"{posture.on} is before the ledger's coverage ({ledger.ledger.coverage_start}); "
            "ask for a later day"
        )
        early = Fault("command line", None, "--on", message)
        raise InputError([early if on else document.fault(("posture", "on"), message)])
    beliefs = infer(ledger, posture.on, posture.known_by)
    standings = _standings(loaded.scenario, document, beliefs)
    settled = _settled(loaded.scenario, beliefs, standings)
    if posture != loaded.scenario.posture:
        settled = _asked_again(settled, beliefs)
    words = (loaded.text_hash, ledger.text_hash, str(posture.on), str(posture.known_by))
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    return Resolved(
        replace(loaded, scenario=settled, text_hash=digest),
        loaded,
        standings,
        _drawing(settled, beliefs, standings),
        beliefs,
    )


def _document(loaded: scenarios.Loaded) -> Document:
    data = parse(loaded.text, loaded.file) if loaded.text else to_data(loaded.scenario)
    return Document(loaded.file, data, loaded.text)


def _dated(posture: Posture, on: dt.date | None, known_by: dt.date | None) -> Posture:
    if on is not None:
        return posture.model_copy(update={"on": on, "known_by": known_by})
    return posture.model_copy(update={"known_by": known_by}) if known_by else posture


def _ledger(loaded: scenarios.Loaded, document: Document, posture: Posture) -> loading.Loaded:
    """Read the ledger; its path is seen from the scenario's own file."""
    name: str | Path = posture.ledger
    if name not in bundled_names():
        name = Path(loaded.file).parent / posture.ledger
    try:
        file, text = read_ledger_text(name)
    except ClaimError as error:
        message = error.faults[0].message
        raise ScenarioError([document.fault(("posture", "ledger"), message)]) from None
    return loading.read(text, file, catalogue=loaded.catalogue)


def _standings(
    scenario: scenarios.Scenario, document: Document, beliefs: Beliefs
) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    faults = []
    for number, unit in enumerate(scenario.fire_unit):
        if unit.posture is None:
            continue
        place = ("fire_unit", number, "posture")
        key = _key(document, place, unit, unit.posture, beliefs)
        if isinstance(key, Fault):
            faults.append(key)
        else:
            found[unit.id] = _standing(unit.id, key, beliefs)
    if faults:
        raise ScenarioError(faults)
    return found


def _key(
    document: Document, at: Place, unit: FireUnit, said: Reported, beliefs: Beliefs
) -> ChainKey | Fault:
    """Return the chain that a unit hangs on, or why there is none."""
    systems = beliefs.loaded.systems
    system = systems.get(said.system)
    known = [name for name, one in systems.items() if one.ladder == "deployment"]
    if system is None:
        message = f'"{said.system}" is no system of the ledger; {nearest(said.system, known)}'
        return document.fault((*at, "system"), message)
    if system.ladder != "deployment" or system.counts_for is not None:
        other = f'it counts for "{system.counts_for}"' if system.counts_for else "it is no unit"
        return document.fault((*at, "system"), f'"{said.system}" has no posture: {other}')
    word = said.site or unit.site
    place = beliefs.loaded.places.find(word) or beliefs.loaded.places.search(word)
    if place is None or place.is_area:
        what = "a whole area" if place else "no site of the ledger"
        near = nearest(word, [p.id for p in beliefs.loaded.places.by_id.values() if not p.is_area])
        return document.fault((*at, "site"), f'"{word}" is {what}; {near}')
    chains = beliefs.track.chains.chains
    lots = {one.key.lot for one in chains if one.key.system == said.system}
    if said.lot not in lots:
        what = f'"{said.system}"' + (f', lot "{said.lot}"' if lots else "")
        message = f"no claim of the ledger speaks of {what}; write p_operational instead"
        if lots:
            message = f"no claim of the ledger speaks of {what}; {nearest(said.lot, sorted(lots))}"
        return document.fault((*at, "lot" if lots else "system"), message)
    return ChainKey(said.system, place.id, said.lot)


def _standing(unit_id: str, key: ChainKey, beliefs: Beliefs) -> Standing:
    row = next((row for row in beliefs.rows if row.key == key), None)
    if row is not None:
        return Standing(unit_id, key, clipped(row.p[OPERATIONAL]), row.reported)
    day = np.array([beliefs.on.toordinal()])
    p = float(drift(beliefs.track.chains, key, day)[0, OPERATIONAL])
    return Standing(unit_id, key, clipped(p), reported=False)


def _settled(
    scenario: scenarios.Scenario, beliefs: Beliefs, standings: Mapping[str, Standing]
) -> scenarios.Scenario:
    units = (
        unit.model_copy(update={"posture": None, "p_operational": _estimate(beliefs, one)})
        if (one := standings.get(unit.id))
        else unit
        for unit in scenario.fire_unit
    )
    return scenario.model_copy(update={"posture": None, "fire_unit": tuple(units)})


def _asked_again(scenario: scenarios.Scenario, beliefs: Beliefs) -> scenarios.Scenario:
    """Say in question and date that another posture is asked about than the file's."""
    question = (
        f"{scenario.question} (Asked of the posture of {beliefs.on}, known by {beliefs.known_by}, "
        "in the place of the scenario's own.)"
    )
    return scenario.model_copy(update={"question": question, "date": beliefs.on})


def _estimate(beliefs: Beliefs, one: Standing) -> Estimate:
    lot = "" if one.key.lot == "main" else f", lot {one.key.lot}"
    said = "" if one.reported else " Nobody had reported on this site: the drift alone."
    note = (
        f"P(operational) of {one.key.system} at {one.key.site}{lot} on {beliefs.on}, known by "
        f"{beliefs.known_by}: support-based (policy weights, uncalibrated), drawn jointly.{said}"
    )
    p = one.p_operational
    source = f"ledger {beliefs.loaded.file}"
    return Estimate(low=p, nominal=p, high=p, basis="estimate", source=source, note=note)


def _drawing(
    scenario: scenarios.Scenario, beliefs: Beliefs, standings: Mapping[str, Standing]
) -> DrawUp | None:
    """Return the joint draw of the units in the order of their ids, as `simulate.lower` asks it."""
    if not standings:
        return None
    ids = sorted(unit.id for unit in scenario.fire_unit)
    # Two units may hang on one chain: they are drawn as one.
    keys = tuple(dict.fromkeys(one.key for one in standings.values()))
    columns = [_column(keys, standings.get(unit)) for unit in ids]

    @lru_cache(maxsize=DRAWS_KEPT)
    def draw_up(seed: int, first: int, n: int) -> NDArray[np.int8]:
        drawn = sample(beliefs, n, seed, keys, first)
        up = np.full((n, len(ids)), DRAWN_HERE, np.int8)
        for unit, column in enumerate(columns):
            if column is not None:
                up[:, unit] = drawn[:, column]
        return up

    return draw_up


def _column(keys: Iterable[ChainKey], one: Standing | None) -> int | None:
    return None if one is None else tuple(keys).index(one.key)
