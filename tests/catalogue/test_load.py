"""Loading: the bundled files, a user's own beside them, and files that cannot be read."""

import subprocess
import sys

import pytest

from airshield.catalogue import bundled, load_catalogue
from airshield.errors import CatalogueError

from .user_file import GOOD, write


def mine(folder, text, name="mine.toml"):
    return write(folder, f"[interceptor.pac3_cri]\n{text}\n", name=name)


def km(low, nominal, high):
    return (
        f'{{ low = {low}, nominal = {nominal}, high = {high}, unit = "km", basis = "estimate", '
        'note = "mine" }'
    )


def test_a_users_file_stands_beside_the_bundled_one(tmp_path):
    path = mine(tmp_path, f"range_vs_tbm = {km(20, 25, 30)}")
    catalogue = load_catalogue([path])
    assert catalogue.quantity("interceptor.pac3_cri.range_vs_tbm").si_nominal == 25_000
    assert catalogue.quantity("interceptor.gem_t.range_vs_tbm").si_nominal == 20_000
    assert catalogue.hash != bundled().hash
    assert catalogue.files == (*bundled().files, str(path))


def test_no_file_is_the_bundled_catalogue():
    assert load_catalogue() is bundled()


def test_of_two_files_the_later_wins(tmp_path):
    first = mine(tmp_path, f"range_vs_tbm = {km(20, 25, 30)}\nrange_min = {km(1, 1, 1)}", "a.toml")
    second = mine(tmp_path, f"range_vs_tbm = {km(30, 35, 40)}", "b.toml")
    for files, range_m in (([first, second], 35_000), ([second, first], 25_000)):
        catalogue = load_catalogue(files)
        assert catalogue.quantity("interceptor.pac3_cri.range_vs_tbm").si_nominal == range_m
        assert catalogue.quantity("interceptor.pac3_cri.range_min").si_nominal == 1000


def test_faults_of_several_files_come_at_once(tmp_path):
    paths = [mine(tmp_path, "range_vs_tbm = 3", "a.toml"), tmp_path / "absent.toml"]
    broken = write(tmp_path, "[radar.x\n", name="c.toml")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([*paths, broken])
    assert [fault.file for fault in caught.value.faults] == [str(p) for p in (*paths, broken)]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        # Each side alone against the bundled other side, then both in one file.
        (f"range_min = {km(90, 90, 90)}", "range_min", "90 km is above"),
        (f"altitude_max = {km(1, 1, 1)}", "altitude_max", "altitude_min_tbm does not go with this"),
        (f"range_min = {km(8, 8, 8)}\nrange_vs_tbm = {km(7, 7, 7)}", "range_min", "8 km is above"),
        (f"burn_time = {km(0, 1, 2).replace('km', 's')}", "burn_time", "must be above zero"),
    ],
)
def test_a_broken_relation_is_reported_at_the_users_own_line(tmp_path, text, key, words):
    path = mine(tmp_path, text)
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    fault = caught.value.faults[0]
    assert (fault.file, fault.line) == (str(path), 3)
    assert fault.key == f"interceptor.pac3_cri.{key}"
    assert words in fault.message


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("missing", "no such file"),
        ("folder", "is a directory"),
        ("empty", "is empty"),
        ("binary", "binary file"),
        ("latin", "not UTF-8"),
    ],
)
def test_unreadable_files_are_named_and_said_why(tmp_path, what, words):
    path = tmp_path / "f.toml"
    if what == "folder":
        path.mkdir()
    elif what != "missing":
        path.write_bytes({"empty": b" \n", "binary": b"a\0b", "latin": b"\xff\xfe\xe9"}[what])
    with pytest.raises(CatalogueError) as caught:
        load_catalogue([path])
    (fault,) = caught.value.faults
    assert fault.file == str(path)
    assert words in fault.message


def test_a_new_site_takes_radius_and_people_from_the_file(tmp_path):
    people = GOOD.replace('"km"', '"count"')
    body = (
        "[site.camp]\nname = 'Camp'\nlat = 33.5\nlon = 44\n"
        f"extent = {{ {GOOD} }}\npersonnel_2020 = {{ {people} }}"
    )
    catalogue = load_catalogue([write(tmp_path, body)])
    assert catalogue.quantity("site.camp.radius").si_nominal == 1000.0
    assert catalogue.quantity("site.camp.people").si_nominal == 2.0
    assert catalogue.site("camp").aliases == ()


def test_loading_pulls_in_nothing_heavy():
    code = (
        "import sys; from airshield.catalogue import bundled; bundled(); "
        "print([m for m in ('numba', 'scipy', 'numpy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
