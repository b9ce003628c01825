"""Where the reported outcomes lie in the model's distributions: the page tells these numbers.

`--rewrite-regression` writes the table of the page anew. The comparisons are the packaged ones.
"""

from pathlib import Path

import numpy as np
import pytest

from airshield.report.validation_tables import RAID_HEAD, raid_rows
from airshield.result.intervals import wilson
from airshield.simulate.lower import lower
from airshield.validation import load_raids
from airshield.validation.historical import loaded_scenario, played, run_raid

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "representative-outcomes.md"
BEGIN, END = "<!-- in the model: begin -->", "<!-- in the model: end -->"
RAIDS = {raid.id: raid for raid in load_raids()}


@pytest.fixture(scope="module")
def results():
    return {name: run_raid(raid) for name, raid in RAIDS.items()}


def test_the_page_tells_where_each_report_lies(results, request):
    lines = [RAID_HEAD[:-1], ("---",) * (len(RAID_HEAD) - 1)]
    lines += [row[:-1] for row in raid_rows(results.values())]
    block = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    text = PAGE.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    if request.config.getoption("--rewrite-regression"):
        PAGE.write_text(f"{text[:start]}\n{block}\n{text[end:]}", encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    assert block in text


def test_what_lies_outside_is_followed_by_one_changed_value(results):
    names = list(RAIDS)
    for name in [name for name, result in results.items() if not result.inside]:
        mended = results[names[names.index(name) + 1]]
        assert mended.raid.scenario == RAIDS[name].scenario
        assert mended.raid.statistic == RAIDS[name].statistic
        assert mended.raid.change is not None
        # A value changed after the event is a calibration, and is called one.
        assert mended.raid.label == "calibration"
        assert mended.inside


def test_a_fault_of_the_unit_is_why_dhahran_fires_nothing():
    """With availability 1 nothing but the fault keeps the battery from firing: its chance, .03."""
    raid = RAIDS["H07"]
    silent = int((played(raid) == 0).sum())
    low, high = wilson(silent, raid.replications)
    assert low <= 0.03 <= high


def test_taji_follows_from_the_error_of_aim_without_the_report():
    """A rocket falls inside a disc with 1 - exp(-R²/2σ²): Rayleigh, both errors added."""
    raid = RAIDS["H10"]
    loaded = loaded_scenario(raid.scenario)
    tables = lower(loaded.scenario, loaded.catalogue).tables
    sigma2 = tables.sigma_aim_m[0] ** 2 + tables.sigma_round_m[0] ** 2
    inside_share = 1.0 - np.exp(-(tables.asset_radius_m[0] ** 2) / (2.0 * sigma2))
    launched = len(tables.threat_key) * (1.0 - tables.p_fail[0])
    values = played(raid)
    error = values.std() / np.sqrt(len(values))
    assert abs(values.mean() - launched * inside_share) < 4.0 * error
