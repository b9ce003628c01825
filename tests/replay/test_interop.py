"""DIS, ASI, the Common Data Format and NetCDF, read back by programs that are not ours."""

import csv
import io
import json
import math
import shutil
import subprocess
from collections import Counter
from dataclasses import replace

import netCDF4
import numpy as np
import pandas as pd
import pytest
import xarray as xr
import yaml

from airshield.errors import OutputError
from airshield.replay.formats import dis, dis_pdu, export
from airshield.replay.formats.asi import quoted
from airshield.replay.formats.pcap import capture
from airshield.replay.model import End, Kind


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("interop")


@pytest.fixture(scope="module")
def seen(recording):
    return [entity for entity in recording.entities if len(entity.track.t_s)]


# ------------------------------------------------------------------ DIS
@pytest.fixture(scope="module")
def tshark():
    path = shutil.which("tshark")
    assert path, "no tshark found; on Debian: apt-get install tshark"

    def run(file, *arguments):
        command = [path, "-r", str(file), "-d", "udp.port==3000,dis", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    return run


@pytest.fixture(scope="module")
def captured(recording, folder):
    (path,) = export(recording, "dis", folder)
    return path


def _fields(*names):
    return ["-T", "fields", *(word for name in names for word in ("-e", name))]


def test_tshark_finds_nothing_malformed(tshark, captured, recording):
    assert tshark(captured, "-Y", "_ws.malformed || _ws.expert || !dis") == []
    bad = tshark(captured, "-o", "ip.check_checksum:TRUE", "-Y", "ip.checksum.status == 0")
    assert bad == []
    rows = tshark(captured, *_fields("dis.pdu_type", "dis.proto_ver", "dis.pdu_length"))
    kinds = Counter(map(tuple, rows))
    shots = len(recording.of_kind(Kind.INTERCEPTOR))
    fallen = sum(e.end in (End.IN_ASSET, End.ELSEWHERE) for e in recording.of_kind(Kind.THREAT))
    assert set(kinds) == {("1", "7", "144"), ("2", "7", "96"), ("3", "7", "104")}
    assert kinds["2", "7", "96"] == shots
    assert kinds["3", "7", "104"] == shots + fallen


def test_a_broken_capture_is_seen_as_malformed(tshark, captured, tmp_path):
    """The check above can fail: a unit that is cut short is malformed."""
    first = captured.read_bytes()
    unit = first[24 + 16 + 28 :][:144]
    path = tmp_path / "short.pcap"
    path.write_bytes(capture([(1e9, unit[:100])]))
    assert len(tshark(path, "-Y", "_ws.malformed")) == 1


def test_states_lie_on_the_tracks_at_their_times(tshark, captured, recording, seen):
    names = ("frame.time_epoch", "dis.timestamp", "dis.entity_id_entity", "dis.force_id")
    place = tuple(f"dis.entity_location.{axis}" for axis in "xyz")
    rows = tshark(captured, "-Y", "dis.pdu_type == 1", *_fields(*names, *place))
    numbers = set()
    for row in rows:
        entity = seen[int(row[2]) - 1]
        numbers.add(int(row[2]))
        t = float(row[0]) - recording.epoch.timestamp()
        assert np.array(row[4:], float) == pytest.approx(entity.track.at(t), abs=0.05)
        assert row[3] == ("1" if entity.side == "defence" else "2")
        # The clock of the unit is that of the capture, within an hour and to its tick.
        assert float(row[1]) == pytest.approx(float(row[0]) % 3600.0, abs=1e-5)
    assert numbers == set(range(1, len(seen) + 1))


def test_detonations_say_who_hit_whom(tshark, captured, recording, seen):
    names = ("dis.entity_id_entity", "dis.detonation.result")
    rows = tshark(captured, "-Y", "dis.pdu_type == 3", *_fields(*names))
    number = {entity.id: str(n) for n, entity in enumerate(seen, start=1)}
    told = {row[0].split(",")[2]: (row[0].split(","), row[1]) for row in rows}
    for shot in recording.of_kind(Kind.INTERCEPTOR):
        ids, result = told[number[shot.id]]
        assert ids == [number[shot.of], number[shot.target], number[shot.id]]
        assert result == ("1" if shot.end is End.HIT else "6")
    for threat in recording.of_kind(Kind.THREAT):
        if threat.end is End.IN_ASSET:
            ids, result = told[number[threat.id]]
            assert ids[:2] == ["0", number[threat.of]]
            assert result == "3"


def test_orientation_points_the_nose_where_it_flies():
    """psi and theta turn the x axis onto the velocity (IEEE 1278.1, 1.6.3)."""
    for velocity in ([1.0, 2.0, 3.0], [-5.0, 0.1, -2.0], [0.0, 0.0, 7.0]):
        psi, theta, phi = dis_pdu.orientation_rad(np.array(velocity))
        nose = [
            math.cos(theta) * math.cos(psi),
            math.cos(theta) * math.sin(psi),
            -math.sin(theta),
        ]
        assert nose == pytest.approx(np.array(velocity) / np.linalg.norm(velocity))
        assert phi == 0.0
    assert dis_pdu.orientation_rad(np.zeros(3)) == (0.0, 0.0, 0.0)


def test_more_entities_than_numbers_are_refused(recording, monkeypatch, tmp_path):
    monkeypatch.setattr(dis, "NUMBERS_MOST", 3)
    with pytest.raises(OutputError, match="at most"):
        export(recording, "dis", tmp_path)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ SIMDIS
def test_asi_is_read_as_its_public_reader_reads_it(recording, seen, folder):
    """White space between fields, quotes about texts: as the R package sandTable reads it."""
    (path,) = export(recording, "asi", folder)
    lines = path.read_text("utf-8").splitlines()
    assert {"Version 21", 'CoordSystem "LLA"', "DegreeAngles 1", "ReferenceYear 2020"} <= set(lines)

    def read(word):
        own = "\n".join(line for line in lines if line.startswith(f"{word} "))
        return pd.read_csv(io.StringIO(own), sep=r"\s+", header=None, quotechar='"')

    names = read("PlatformName")
    assert names[2].tolist() == [entity.name for entity in seen]
    assert names[1].tolist() == list(range(1, len(seen) + 1))
    data = read("PlatformData")
    when = pd.to_datetime(data[2], format="%j %Y %H:%M:%S.%f", utc=True)
    for number, entity in enumerate(seen, start=1):
        own = (data[1] == number).to_numpy()
        n = len(entity.track.t_s)
        assert own.sum() == (n if entity.moves else 2)
        wanted = entity.track.lla
        assert np.radians(data.loc[own, 3].to_numpy()[:n]) == pytest.approx(wanted[:, 0], abs=1e-8)
        assert np.radians(data.loc[own, 4].to_numpy()[:n]) == pytest.approx(wanted[:, 1], abs=1e-8)
        assert data.loc[own, 5].to_numpy()[:n] == pytest.approx(wanted[:, 2], abs=0.01)
        since = (when[own] - pd.Timestamp(recording.epoch)).dt.total_seconds().to_numpy()[:n]
        assert since == pytest.approx(entity.track.t_s, abs=1e-3)


def test_asi_points_threats_down_at_their_end(recording, folder):
    (path,) = export(recording, "asi", folder)
    threat = next(e for e in recording.of_kind(Kind.THREAT) if e.end is End.IN_ASSET)
    text = path.read_text("utf-8")
    number = next(
        line.split()[1]
        for line in text.splitlines()
        if line.startswith("PlatformName") and f'"{threat.name}"' in line
    )
    rows = [line for line in text.splitlines() if line.startswith(f"PlatformData {number} ")]
    pitches = [float(line.split()[-2]) for line in rows]
    assert pitches[0] > 0 > pitches[-1]
    # From Iran to al-Asad: the last heading is westerly.
    assert 225.0 < float(rows[-1].split()[-3]) < 300.0


def test_asi_quotes_cannot_break_out():
    assert quoted('a "b"\nc') == "\"a 'b' c\""


# ------------------------------------------------------------------ Common Data Format
ENTITY_COLUMNS = (
    "case,rep,id,name,type,commander_id,commander_name,level,affiliation,force,init_comps,"
    "cbt_per_comp,init_cbt_pwr,system_entity,start_entity,time_added,total_events,status_events,"
    "location_events,seen_events,spot_events,stop_events,shot_events,kill_events,loss_events"
)
EVENT_COLUMNS = (
    "case,rep,time,primary_entity_id,primary_entity_name,primary_entity_type,"
    "primary_entity_commander,primary_entity_level,primary_entity_affiliation,"
    "primary_entity_force,primary_x,primary_y,event_id,event_type,event_detail,"
    "secondary_entity_id,secondary_entity_name,secondary_entity_type,secondary_entity commander,"
    "secondary_entity_level,secondary_entity_affiliation,secondary_entity_force,secondary_x,"
    "secondary_y"
)
POWER_COLUMNS = "case,rep,time,item,components,combat_power,event_id"
"""Heads of Dstl's reference tables (test/reference_data of SWAP-Processor_Common)."""


@pytest.fixture(scope="module")
def cdf(recording, folder):
    files = {path.name.split("_")[1]: path for path in export(recording, "cdf", folder)}
    tables = {
        name: pd.read_csv(files[name], dtype={"rep": str}, keep_default_na=False)
        for name in ("EntityTable", "Events", "Cbt")
    }
    return tables | {"Metadata": yaml.safe_load(files["Metadata"].read_text("utf-8"))}


def test_cdf_has_the_columns_of_the_reference_tables(cdf):
    for name, columns in (
        ("EntityTable", ENTITY_COLUMNS),
        ("Events", EVENT_COLUMNS),
        ("Cbt", POWER_COLUMNS),
    ):
        assert ",".join(cdf[name].columns) == columns
        assert set(cdf[name]["case"]) == {"iraq-2020"}
        assert set(cdf[name]["rep"]) == {"2"}


def test_cdf_counts_agree_with_the_events(cdf, recording):
    events, entities = cdf["Events"], cdf["EntityTable"].set_index("id")
    assert cdf["Metadata"]["total_events"] == len(events) == entities["total_events"].sum()
    assert cdf["Metadata"]["total_entities"] == len(entities) == len(recording.entities)
    types = Counter(events["event_type"])
    shots = recording.of_kind(Kind.INTERCEPTOR)
    stops = [e for e in recording.events if e.kind == "stopped"]
    assert types["shot"] == len(shots) == entities["shot_events"].sum()
    assert types["kill"] == types["loss"] == len(stops)
    assert types["location update"] == sum(len(e.track.t_s) for e in recording.entities)
    assert types["spotted secondary"] == types["seen by secondary"]
    assert events["event_id"].is_unique
    assert events["time"].is_monotonic_increasing
    for detail in events["event_detail"]:
        assert isinstance(json.loads(detail), dict)


def test_cdf_combat_power_falls_with_the_stopped_threats(cdf, recording):
    power = cdf["Cbt"][cdf["Cbt"]["item"] == "raid"]
    threats = recording.of_kind(Kind.THREAT)
    stopped = sum(threat.end is End.STOPPED for threat in threats)
    assert power["components"].tolist() == [len(threats) - k for k in range(stopped + 1)]
    losses = cdf["Events"].set_index("event_id")
    for event_id, time in zip(power["event_id"][1:], power["time"][1:], strict=True):
        assert losses.loc[event_id, "event_type"] == "loss"
        assert losses.loc[event_id, "time"] == time


def test_cdf_places_are_those_of_the_tracks(cdf, recording):
    rows = cdf["Events"][cdf["Events"]["event_type"] == "location update"]
    threat = next(e for e in recording.of_kind(Kind.THREAT) if e.moves)
    own = rows[rows["primary_entity_id"] == threat.id]
    assert own["primary_x"].astype(float).to_numpy() == pytest.approx(
        np.degrees(threat.track.lla[:, 1])
    )
    assert own["primary_y"].astype(float).to_numpy() == pytest.approx(
        np.degrees(threat.track.lla[:, 0])
    )


# ------------------------------------------------------------------ NetCDF
def test_netcdf_is_a_ragged_trajectory_file(recording, folder):
    (path,) = export(recording, "netcdf", folder)
    with netCDF4.Dataset(path) as found:
        assert found.featureType == "trajectory"
        assert found.Conventions.startswith("CF-1.")
        sizes = found["rowSize"][:]
        assert found["rowSize"].sample_dimension == "obs"
        assert sizes.sum() == found.dimensions["obs"].size
        ids = found["trajectory"][:]
        start = 0
        for name, size, entity in zip(ids, sizes, recording.entities, strict=True):
            assert str(name) == entity.id
            own = slice(start, start + size)
            xyz = np.column_stack([found[f"{axis}_ecef"][own] for axis in "xyz"])
            assert np.array_equal(np.asarray(xyz), entity.track.pos_ecef_m)
            start += size
        first = netCDF4.num2date(found["time"][0], found["time"].units)
        assert str(first).startswith(f"{recording.moment(recording.start_s):%Y-%m-%d %H:%M:%S}")


def test_netcdf_is_read_by_xarray_with_its_times(recording, folder):
    (path,) = export(recording, "netcdf", folder)
    with xr.open_dataset(path) as found:
        wanted = [recording.moment(event.t_s).replace(tzinfo=None) for event in recording.events]
        away = found["event_time"].to_numpy() - np.array(wanted, "datetime64[ns]")
        assert np.abs(away / np.timedelta64(1, "ms")).max() < 1.0
        assert found["event_text"].to_numpy().tolist() == [event.text for event in recording.events]


def test_netcdf_of_a_raid_without_events_of_a_place(recording, folder):
    bare = replace(recording, events=recording.events[:1], replication=77)
    (path,) = export(bare, "netcdf", folder)
    with xr.open_dataset(path) as found:
        assert found.sizes["event"] == 1


def test_csv_of_the_common_format_is_plain(recording, folder):
    files = export(recording, "cdf", folder)
    with files[1].open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert {len(row) for row in rows} == {len(EVENT_COLUMNS.split(","))}
