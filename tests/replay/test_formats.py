"""Each export is read back by a program that is not ours, and says what the recording says."""

import csv
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache
from importlib import resources

import czml3
import geojson as geojson_library
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest
from lxml import etree
from pyacmi import Acmi

from airshield.replay.formats import FORMATS, export, stem
from airshield.replay.model import End, Kind
from airshield.replay.record import record


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def moving(recording):
    return [entity for entity in recording.entities if entity.moves]


def _of(files):
    assert all(path.stat().st_size > 0 for path in files)
    return {path.name.split("-r2")[1].lstrip("-."): path for path in files}


def test_every_row_of_the_table_can_be_written(recording, folder):
    for name in FORMATS:
        for path in export(recording, name, folder):
            assert stem(recording) in path.name
            assert path.stat().st_size > 0


def test_czml_is_valid_and_moves_as_the_recording(recording, moving, folder):
    (path,) = export(recording, "czml", folder)
    document = czml3.Document.model_validate_json(path.read_text("utf-8"))
    packets = {packet.id: packet for packet in document.packets}
    assert document.packets[0].version == "1.0"
    assert set(packets) >= {entity.id for entity in recording.entities if len(entity.track.t_s)}
    for entity in moving:
        samples = np.array(packets[entity.id].position.cartesian.values).reshape(-1, 4)
        assert samples[:, 0] + entity.track.t_s[0] == pytest.approx(entity.track.t_s, abs=2e-3)
        assert samples[:, 1:] == pytest.approx(entity.track.pos_ecef_m, abs=0.06)


def test_a_broken_czml_is_refused_by_the_library(recording, folder):
    (path,) = export(recording, "czml", folder)
    text = path.read_text("utf-8").replace('"pixelSize"', '"pixelsize"', 1)
    with pytest.raises(ValueError, match="pixelsize"):
        czml3.Document.model_validate_json(text)


@pytest.fixture(scope="module")
def kml_schema():
    """The OGC schema with Google's extension, both as fastkml ships them."""
    path = resources.files("fastkml") / "schema"
    return etree.XMLSchema(etree.parse(str(path / "kml22gx.xsd")))


def test_kml_keeps_to_the_ogc_schema(recording, moving, folder, kml_schema):
    (path,) = export(recording, "kml", folder)
    document = etree.parse(str(path))
    assert kml_schema.validate(document), kml_schema.error_log
    space = {"k": "http://www.opengis.net/kml/2.2", "gx": "http://www.google.com/kml/ext/2.2"}
    tracks = document.findall(".//gx:Track", space)
    assert len(tracks) == len(moving)
    by_name = {t.getparent().find("k:name", space).text: t for t in tracks}
    assert len(by_name) == len(moving)
    for entity in moving:
        coords = by_name[entity.name].findall("gx:coord", space)
        assert len(coords) == len(by_name[entity.name].findall("k:when", space))
        lon, lat, alt = map(float, coords[-1].text.split())
        assert (math.radians(lat), math.radians(lon)) == pytest.approx(
            entity.track.lla[-1, :2], abs=1e-8
        )
        assert alt == pytest.approx(entity.track.lla[-1, 2], abs=0.06)
    assert len(document.findall(".//k:Polygon", space)) == len(recording.sectors)


def test_a_broken_kml_is_refused_by_the_schema(recording, folder, kml_schema):
    (path,) = export(recording, "kml", folder)
    text = path.read_text("utf-8").replace("<altitudeMode>absolute", "<altitudeMode>upwards", 1)
    assert not kml_schema.validate(etree.fromstring(text.encode()))


def test_geojson_is_valid_and_read_by_gdal(recording, moving, folder):
    (path,) = export(recording, "geojson", folder)
    found = geojson_library.loads(path.read_text("utf-8"))
    assert found.is_valid, found.errors()
    _, _, geometry, fields = pyogrio.raw.read(path, columns=["id", "kind", "end"])
    info = pyogrio.read_info(path)
    assert info["crs"] == "EPSG:4326"
    assert len(geometry) == len(recording.sectors) + len(recording.entities) + len(recording.events)
    lines = [f for f in found.features if f.geometry and f.geometry.type == "LineString"]
    for feature, entity in zip(lines, moving, strict=True):
        assert feature.properties["id"] == entity.id
        lon, lat, alt = feature.geometry.coordinates[-1]
        wanted = entity.track.lla[-1]
        assert (math.radians(lat), math.radians(lon)) == pytest.approx(wanted[:2], abs=1e-8)
        assert alt == pytest.approx(wanted[2], abs=0.06)
    assert len(fields) == 3


def test_acmi_is_read_by_pyacmi(recording, moving, folder):
    (path,) = export(recording, "acmi", folder)
    assert path.read_bytes().startswith(
        b"\xef\xbb\xbfFileType=text/acmi/tacview\nFileVersion=2.2\n"
    )
    found = Acmi()
    found.load_acmi(str(path))
    assert len(found.objects) == len([e for e in recording.entities if len(e.track.t_s)])
    start = found.reference_time
    assert start.replace(tzinfo=None) == recording.moment(recording.start_s).replace(tzinfo=None)
    flying = [found.objects[name] for name in found.objects]
    by_name = {each.get_value("CallSign"): each for each in flying}
    for entity in moving:
        flown = by_name[entity.name]
        assert flown.get_value("Coalition") == ("Raid" if entity.kind is Kind.THREAT else "Defence")
        for k in (0, len(entity.track.t_s) // 2, -1):
            at = round(float(entity.track.t_s[k]) - recording.start_s, 2)
            wanted = entity.track.lla[k]
            read = (flown.latitude(at), flown.longitude(at), flown.altitude(at))
            assert np.radians(read[:2]) == pytest.approx(wanted[:2], abs=1e-8)
            assert read[2] == pytest.approx(wanted[2], abs=0.01)


@pytest.mark.parametrize("scenario", ["al-asad-2020-01-08", "textbook"])
@pytest.mark.parametrize("name", list(FORMATS))
def test_every_bundled_scenario_goes_into_every_format(scenario, name, tmp_path):
    """The first has no fire unit, the second has no date."""
    for path in export(_small(scenario), name, tmp_path):
        assert path.stat().st_size > 0


@cache
def _small(scenario):
    return record(scenario, 0, replications=64)


@pytest.mark.parametrize("name", ["entities", "tracks", "events", "sectors"])
def test_csv_and_parquet_say_the_same(recording, folder, name):
    with _of(export(recording, "csv", folder))[f"{name}.csv"].open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    table = pq.read_table(_of(export(recording, "parquet", folder))[f"{name}.parquet"])
    assert table.num_rows == len(rows) > 0
    assert table.schema.metadata[b"airshield"].decode() == recording.provenance()
    for column in table.column_names:
        for ours, theirs in zip((r[column] for r in rows), table[column].to_pylist(), strict=True):
            if isinstance(theirs, float):
                assert float(ours) == theirs
            else:
                assert ours == ("" if theirs is None else str(theirs))


def test_tables_hold_the_whole_recording(recording, folder):
    tables = {
        name: pq.read_table(path)
        for name, path in _of(export(recording, "parquet", folder)).items()
    }
    entities, tracks = tables["entities.parquet"], tables["tracks.parquet"]
    assert entities["id"].to_pylist() == [entity.id for entity in recording.entities]
    assert tracks.num_rows == sum(len(entity.track.t_s) for entity in recording.entities)
    ends = entities["end"].to_pylist()
    assert ends.count(str(End.IN_ASSET)) == recording.leakers
    kinds = tables["events.parquet"]["kind"].to_pylist()
    assert kinds.count("launch") == len(recording.of_kind(Kind.INTERCEPTOR))


def test_names_with_marks_survive(recording, folder):
    """Commas, bars and angle brackets of a title are not taken for the format's own."""
    odd = replace(recording, title='Raid <1>, "quoted" | & more', replication=9)
    (kml,) = export(odd, "kml", folder)
    assert ET.parse(kml).getroot()[0][0].text == odd.title
    (acmi,) = export(odd, "acmi", folder)
    assert '0,Title=Raid <1>\\, "quoted" | & more\n' in acmi.read_text("utf-8-sig")
