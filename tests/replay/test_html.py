"""The page carries everything: what it draws is what was recorded."""

import gzip
import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from airshield.kernel.earth import EARTH_WGS84, enu_axes, geodetic_to_ecef
from airshield.replay.html import THREE_VERSION, replay_html, write_replay
from airshield.replay.model import Kind
from airshield.replay.scene_data import Frame, scene
from airshield.report.basemap import in_view

VENDOR = Path(__file__).parents[2] / "vendor" / "three"


@pytest.fixture(scope="module")
def page(recording):
    return replay_html([recording], in_view)


@pytest.fixture(scope="module")
def drawn(recording):
    return scene([recording], in_view)


def test_the_page_asks_for_nothing(page):
    head, _, _ = page.partition("<script>")
    assert "default-src 'none'" in head
    assert not re.search(r'(src|href)="(?!data:|#)', head)
    assert "eval(" not in page
    assert "new Function" not in page


def test_no_text_can_end_the_data(recording):
    odd = replace(recording, title="</script><script>alert(1)</script>")
    text = replay_html([odd], in_view)
    assert "<script>alert" not in text
    data = re.search(r'id="data">(.*?)</script>', text, re.S).group(1)
    assert json.loads(data)["title"] == odd.title


def test_movers_are_where_the_recording_has_them(recording, drawn):
    """Distances do not depend on the frame; heights follow from the geodetic altitude."""
    run = drawn["runs"][0]
    site = np.array(run["sites"][0]["p"])
    asset = recording.of_kind(Kind.ASSET)[0]
    for mover in run["movers"]:
        track = recording.by_id[mover["id"]].track
        assert len(mover["t"]) == len(track.t_s)
        points = np.array(mover["p"]).reshape(-1, 3)
        away = np.linalg.norm(track.pos_ecef_m - asset.track.pos_ecef_m[0], axis=1) / 1e3
        assert np.linalg.norm(points - site, axis=1) == pytest.approx(away, abs=3e-3)


def test_axes_are_east_up_south(recording):
    frame = Frame(recording)
    lla = (frame.centre.latitude_rad, frame.centre.longitude_rad, 0.0)
    here = np.array(geodetic_to_ecef(*lla, EARTH_WGS84))
    east, north, up = enu_axes(*lla[:2])
    assert frame.of_ecef(here + 1000.0 * east) == pytest.approx([1, 0, 0], abs=1e-3)
    assert frame.of_ecef(here + 1000.0 * up) == pytest.approx([0, 1, 0], abs=1e-3)
    assert frame.of_ecef(here + 1000.0 * north) == pytest.approx([0, 0, -1], abs=1e-3)


def test_the_ground_reaches_beyond_everything_and_holds_borders(drawn):
    ground = drawn["ground"]
    names = {each["name"] for each in ground["names"]}
    assert {"Iraq", "Iran", "Syria"} <= names
    for line in ground["borders"] + ground["graticule"]:
        points = np.array(line).reshape(-1, 3)
        assert np.hypot(points[:, 0], points[:, 2]).max() <= ground["reach"] + 0.1
    for mover in drawn["runs"][0]["movers"]:
        points = np.array(mover["p"]).reshape(-1, 3)
        if len(points):
            assert np.hypot(points[:, 0], points[:, 2]).max() < ground["reach"]


def test_names_stand_in_their_countries(recording, drawn):
    """Baghdad lies in Iraq: the name of Iraq is nearer to it than that of any other country."""
    frame = Frame(recording)
    baghdad = np.array(frame.of_lon_lat([(44.36, 33.31)]))
    spots = {each["name"]: np.array(each["p"]) for each in drawn["ground"]["names"]}
    assert min(spots, key=lambda name: np.linalg.norm(spots[name] - baghdad)) == "Iraq"
    tehran, damascus = frame.of_lon_lat([(51.39, 35.69)]), frame.of_lon_lat([(36.29, 33.51)])
    assert np.linalg.norm(spots["Iran"] - tehran) < np.linalg.norm(spots["Iraq"] - tehran)
    assert np.linalg.norm(spots["Syria"] - damascus) < np.linalg.norm(spots["Iraq"] - damascus)


def test_units_are_drawn_at_site_level(recording, drawn):
    run = drawn["runs"][0]
    assert [each["id"] for each in run["sites"]] == [
        entity.id for kind in (Kind.ASSET, Kind.FIRE_UNIT) for entity in recording.of_kind(kind)
    ]
    for shot in run["movers"]:
        if shot["kind"] == "interceptor":
            unit = next(each for each in run["sites"] if each["id"] == shot["of"])
            assert shot["p"][:3] == pytest.approx(unit["p"], abs=2e-3)


def test_the_vendored_script_is_the_one_that_the_lock_names():
    package = json.loads((VENDOR / "package.json").read_text("utf-8"))
    lock = json.loads((VENDOR / "package-lock.json").read_text("utf-8"))
    assert package["devDependencies"]["three"] == THREE_VERSION
    assert lock["packages"]["node_modules/three"]["version"] == THREE_VERSION
    assert "resolved" not in (VENDOR / "package-lock.json").read_text("utf-8")
    script = resources.files("airshield.replay") / "page" / "three.min.js"
    assert f'"{THREE_VERSION.split(".")[1]}"' in script.read_text("utf-8")
    licence = resources.files("airshield.replay") / "page" / "three.LICENSE"
    assert "MIT License" in licence.read_text("utf-8")


def test_the_page_is_small_enough(recording, tmp_path):
    path = write_replay([recording], tmp_path / "r.html", in_view)
    assert len(gzip.compress(path.read_bytes())) < 400_000
