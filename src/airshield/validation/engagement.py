"""Play cases with a closed form through the engagement kernel that `assess` runs."""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from airshield.kernel.codes import Fate
from airshield.simulate.run import Outcome, run_block
from airshield.simulate.tables import Tables
from airshield.validation.model import Estimate, Given, Value, Wanted
from airshield.validation.tables import make_tables

REPLICATIONS = 100_000
LEAST = 2_000
"""Replications of a branch that is hardly ever taken."""
SEED = 2026
_INDEXED = re.compile(r"(\w+)\[(\d+)\]")
_OF_THREAT = {"stopped": Fate.STOPPED, "leaked": Fate.IMPACT_IN_ASSET, "passed": Fate.PASSED}
_COLUMNS = {
    "shots": "out_shots",
    "hits": "out_hits",
    "spent": "out_spent",
    "lost": "out_lost",
    "exposed": "out_exposed",
}
_CHANCE = re.compile(r"p_(leakers|shots|hits|engaged)_(is|from)_(\d+)")


def estimate(sample: NDArray[np.float64]) -> Estimate:
    """Return the mean over replications with its standard error."""
    values = np.asarray(sample, float)
    return Estimate(float(values.mean()), float(values.std() / math.sqrt(len(values))))


def leakers(outcome: Outcome) -> NDArray[np.int64]:
    """Return the leakers of each replication."""
    return np.asarray((outcome.out_fate == Fate.IMPACT_IN_ASSET).sum(axis=1), np.int64)


def measure(outcome: Outcome, quantity: str) -> Estimate:
    """Estimate a quantity that a case may ask for.

    Parameters
    ----------
    quantity : `leakers`, `engaged` (per raid); `stopped[k]`, `leaked[k]`, `passed[k]`, `shots[k]`,
        `hits[k]` of threat k; `spent[k]`, `lost[k]` of unit k; `exposed[k]` at asset k;
        `p_leakers_is_2`, `p_leakers_from_2` and the same of engaged, and of shots and hits of the
        first threat.

    Raises
    ------
    KeyError : there is no such quantity.
    """
    return estimate(_column(outcome, quantity))


def _column(outcome: Outcome, quantity: str) -> NDArray[np.float64]:
    if chance := _CHANCE.fullmatch(quantity):
        counts, number = _column(outcome, chance[1]), int(chance[3])
        return np.asarray(counts == number if chance[2] == "is" else counts >= number, float)
    if quantity == "leakers":
        return leakers(outcome).astype(float)
    if quantity == "engaged":
        return np.asarray((outcome.out_shots > 0).sum(axis=1), float)
    found = _INDEXED.fullmatch(quantity)
    name, index = (found[1], int(found[2])) if found else (quantity, 0)
    if name in _OF_THREAT:
        return np.asarray(outcome.out_fate[:, index] == _OF_THREAT[name], float)
    return np.asarray(getattr(outcome, _COLUMNS[name])[:, index], float)


def measures(outcome: Outcome, wanted: Wanted) -> dict[str, Value]:
    """Estimate every quantity that is wanted."""
    return {quantity: measure(outcome, quantity) for quantity in wanted}


def tables_of(given: Given) -> Tables:
    """Return the tables that a row describes: fields of `make_tables` by name.

    Parameters
    ----------
    given : fields; `undefended = true` takes every unit away; `track` is two lists.
    """
    fields = dict(given)
    undefended = fields.pop("undefended", False)
    if "orders" in fields:
        fields["orders"] = [tuple(order) for order in fields["orders"]]
    tables = make_tables(**fields)
    return tables.without_units() if undefended else tables


def engage(given: Given, wanted: Wanted) -> dict[str, Value]:
    """Play the tables that a row describes."""
    return measures(run_block(tables_of(given), SEED, 0, REPLICATIONS), wanted)


def _barrage(threats: int, stock: int, p_kill: float, n: int) -> Outcome:
    """Play a stock spread as evenly as it can be: two classes of threats, one round apart."""
    each, more = divmod(stock, threats)
    rounds = [[each + 1, max(each, 1)]]
    tables = make_tables(
        n_threats=threats,
        n_classes=2,
        threat_class=[0] * more + [1] * (threats - more),
        rounds_look=rounds,
        rounds_last=rounds,
        control=[[1, 1 if each else 0]],
        p_kill=p_kill,
        group_stock=stock,
        window_open_s=-90.0,
        window_close_s=-90.0,
    )
    return run_block(tables, SEED, 0, n)


def barrage(given: Given, wanted: Wanted) -> dict[str, Value]:
    """Play all rounds at once, spread evenly: `threats`, `stock`, `p_kill`."""
    outcome = _barrage(given["threats"], given["stock"], given["p_kill"], REPLICATIONS)
    return measures(outcome, wanted)


def one_then_rest(given: Given, _wanted: Wanted) -> dict[str, Value]:
    """Play one round at each threat, then all that are left at the survivors.

    Two production runs composed: the second is played for each number of survivors, the longer the
    likelier the number is, and the errors of all parts are added.
    """
    threats, stock, p_kill = given["threats"], given["stock"], given["p_kill"]
    first = make_tables(n_threats=threats, p_kill=p_kill, window_open_s=-90.0, window_close_s=-90.0)
    survivors = leakers(run_block(first, SEED, 0, REPLICATIONS))
    shares = np.bincount(survivors, minlength=threats + 1) / REPLICATIONS
    means, noise = np.zeros((threats + 1, 3)), np.zeros(3)
    means[0] = 1.0, 0.0, threats
    for s in np.nonzero(shares[1:])[0] + 1:
        n = max(LEAST, int(REPLICATIONS * shares[s]))
        second = _barrage(int(s), stock - threats, p_kill, n)
        left = leakers(second)
        columns = left == 0, left, threats + second.out_spent[:, 0]
        means[s] = [column.mean() for column in columns]
        noise += [shares[s] ** 2 * column.var() / n for column in columns]
    found = shares @ means
    error = np.sqrt(noise + (shares @ means**2 - found**2) / REPLICATIONS)
    names = "p_leakers_is_0", "leakers", "spent"
    return {
        name: Estimate(float(m), float(e)) for name, m, e in zip(names, found, error, strict=True)
    }
