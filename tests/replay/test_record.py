"""A recording says what the kernel's outcome of the same replication says."""

import math
from collections import Counter

import numpy as np
import pytest
from pyproj import Geod, Transformer

from airshield.assessment.assess import answer
from airshield.kernel.codes import Fate, UnitState
from airshield.replay.model import End, Kind
from airshield.replay.record import from_answer, record
from airshield.scenario import bundled_text, read
from airshield.simulate.run import run_block

GEOD = Geod(ellps="WGS84")
REPLICATIONS = range(40)
IMPACTS = 80


@pytest.fixture(scope="module")
def many(answered):
    return [from_answer(answered, k) for k in REPLICATIONS]


@pytest.fixture(scope="module")
def outcome(answered):
    return run_block(answered.lowered.tables, answered.seed, 0, len(REPLICATIONS))


def test_fates_are_those_of_the_run(answered, many, outcome):
    ends = {
        Fate.FAILED: End.FAILED,
        Fate.STOPPED: End.STOPPED,
        Fate.IMPACT_IN_ASSET: End.IN_ASSET,
        Fate.IMPACT_ELSEWHERE: End.ELSEWHERE,
    }
    for k, recording in enumerate(many):
        threats = recording.of_kind(Kind.THREAT)
        assert [t.id for t in threats] == list(answered.lowered.tables.threat_ids)
        assert [t.end for t in threats] == [ends[Fate(f)] for f in outcome.out_fate[k]]
        assert len(recording.of_kind(Kind.INTERCEPTOR)) == outcome.out_spent[k].sum()
        kinds = Counter(event.kind for event in recording.events)
        assert kinds["leaker"] == recording.leakers == (outcome.out_fate[k] == 2).sum()
        assert kinds["launch"] == outcome.out_spent[k].sum()
        assert kinds["stopped"] >= (outcome.out_fate[k] == Fate.STOPPED).sum()
        up = [e.text for e in recording.events if e.kind == "unit_state"]
        assert sum(t.endswith("is up") for t in up) == (outcome.out_unit[k] == UnitState.UP).sum()


@pytest.fixture(scope="module")
def small():
    """A run in which many impacts fall outside: the asset is no larger than the dispersion."""
    text = bundled_text("iraq-2020")
    head = 'site = "al_asad"\n'
    text = text.replace(head, head + "radius_m = 600\n", 1)
    return answer(read(text), replications=IMPACTS)


def test_impacts_lie_where_the_kernel_judged_them(small):
    """The draws are repeated outside the kernel: in an asset means within its radius."""
    tables = small.lowered.tables
    seen = Counter()
    for recording in (from_answer(small, k) for k in range(IMPACTS)):
        for threat in recording.of_kind(Kind.THREAT):
            if threat.end not in (End.IN_ASSET, End.ELSEWHERE):
                continue
            aimed = recording.by_id[threat.of]
            lat, lon, _ = np.degrees(threat.track.lla[-1])
            to_lat, to_lon, _ = np.degrees(aimed.track.lla[0])
            _, _, away = GEOD.inv(to_lon, to_lat, lon, lat)
            # Offsets are laid off in the tangent plane: 1 m is far more than its curvature costs.
            if threat.end is End.IN_ASSET:
                assert away <= aimed.radius_m + 1.0
            elif threat.of == "al_asad":
                assert away >= aimed.radius_m - 1.0
            assert threat.track.t_s[-1] == pytest.approx(
                tables.t_impact_s[tables.threat_ids.index(threat.id)]
            )
            seen[threat.end] += 1
    assert seen[End.IN_ASSET] > 50
    assert seen[End.ELSEWHERE] > 50


def test_each_interceptor_meets_its_threat_from_its_site(many):
    for recording in many[:8]:
        for shot in recording.of_kind(Kind.INTERCEPTOR):
            threat, unit = recording.by_id[shot.target], recording.by_id[shot.of]
            assert np.linalg.norm(shot.track.pos_ecef_m[0] - unit.track.pos_ecef_m[0]) < 1e-3
            met = threat.track.at(shot.track.t_s[-1])
            # Both paths are thinned to 10 m.
            assert np.linalg.norm(shot.track.pos_ecef_m[-1] - met) < 15.0
            assert np.all(np.diff(shot.track.t_s) > 0)
            if shot.end is End.HIT:
                assert shot.track.t_s[-1] <= threat.track.t_s[-1] + 1e-9


def test_geodetic_positions_agree_with_proj(recording):
    to_lla = Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
    for entity in recording.entities:
        if not len(entity.track.t_s):
            continue
        lon, lat, alt = to_lla.transform(*entity.track.pos_ecef_m.T)
        assert np.degrees(entity.track.lla[:, 0]) == pytest.approx(lat, abs=1e-9)
        assert np.degrees(entity.track.lla[:, 1]) == pytest.approx(lon, abs=1e-9)
        assert entity.track.lla[:, 2] == pytest.approx(alt, abs=1e-3)


def test_everything_of_a_unit_stands_at_its_site(answered, recording):
    catalogue = answered.loaded.catalogue
    for unit in answered.loaded.scenario.fire_unit:
        site = catalogue.site(unit.site)
        entity = recording.by_id[unit.id]
        assert len(entity.track.t_s) == 1
        lat, lon, alt = entity.track.lla[0]
        assert (math.degrees(lat), math.degrees(lon)) == pytest.approx((site.lat_deg, site.lon_deg))
        assert alt == pytest.approx(site.elevation_m, abs=1e-6)


def test_events_stand_in_order_and_name_entities(recording):
    times = [event.t_s for event in recording.events]
    assert times == sorted(times)
    assert times[0] >= recording.start_s
    assert times[-1] <= recording.end_s
    for event in recording.events:
        for name in (event.who, event.whom):
            assert name in recording.by_id or name == ""
        assert event.text
    ids = [entity.id for entity in recording.entities]
    assert len(ids) == len(set(ids))


def test_a_failed_threat_has_no_path(recording):
    failed = [e for e in recording.of_kind(Kind.THREAT) if e.end is End.FAILED]
    assert failed
    assert not any(len(e.track.t_s) for e in failed)


def test_a_number_is_recorded_as_it_stands():
    recording = record("textbook", 7, replications=64)
    assert (recording.replication, recording.choice) == (7, "")


def test_the_hour_is_a_convention(recording):
    assert recording.epoch.isoformat() == "2020-04-12T12:00:00+00:00"
    assert recording.moment(-60.0).isoformat() == "2020-04-12T11:59:00+00:00"
