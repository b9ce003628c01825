"""The bundled textbook scenario through production against its closed form."""

import math

import numpy as np
import pytest

from airshield.scenario import load
from airshield.simulate.lower import lower
from airshield.simulate.run import run_block

N = 200_000


def test_the_answer_is_the_closed_form():
    """Two independent rounds at each threat: leak = (1 - p)^2 each, P(none) = (1 - leak)^n."""
    loaded = load("textbook")
    tables = lower(loaded.scenario, loaded.catalogue).tables
    outcome = run_block(tables, 1, 0, N)
    threats = len(tables.threat_key)
    p = loaded.catalogue.quantity("interceptor.pac3_cri.sskp_tbm").nominal
    leak = (1 - p) ** 2
    none = (1 - leak) ** threats
    leakers = (outcome.out_fate == 2).sum(axis=1)
    assert (none, threats * leak) == pytest.approx((0.685750, 0.36), abs=1e-6)
    assert abs((leakers == 0).mean() - none) < 3.3 * math.sqrt(none * (1 - none) / N)
    assert abs(leakers.mean() - threats * leak) < 3.3 * leakers.std() / math.sqrt(N)
    assert np.all(outcome.out_shots == 2)
