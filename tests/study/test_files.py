"""Every key of a study file is written wrongly here, and told in one line at its place."""

import re

import pytest
from study.sample import CUBE, SMALL

from airshield.cli.app import run
from airshield.errors import InputError
from airshield.study.files import bundled_studies, load_study, read_study
from airshield.study.models import Axis, StudyFile

FIRST = 'keys = ["volley.raid.count"]'
# Key, what stands in the file, what is put there, words of the message.
BAD = [
    ("schema_version", "schema_version = 1", "schema_version = 2", "2"),
    ("id", 'id = "small"', 'id = "Small One"', "Small One"),
    ("title", 'title = "A small study"\n', "", "missing"),
    ("question", 'question = "What then?"', "question = 3", "text"),
    ("scenario", '"textbook"', '"textbok"', "textbook"),
    ("design", '"grid"', '"gird"', "latin_hypercube"),
    ("points", "seed = 3", "seed = 3\npoints = 9", "grid has as many points"),
    ("seed", "seed = 3", "seed = -1", "-1"),
    ("replications", "\nreplications = 300", "\nreplications = 0", "0"),
    ("samples", "samples = 2", "samples = 1", "no spread"),
    ("sample_replications", "sample_replications = 50", "sample_replications = 0.5", "whole"),
    ("block", "block = 100", "block = 0", "0"),
    ("blocks_per_part", "blocks_per_part = 2", "blocks_per_part = 0", "0"),
    ("axis", SMALL[SMALL.index("[[axis]]") :], "axis = []", "axis"),
    ("axis.id", 'id = "raid_size"', 'id = "leakers"', "word of the result"),
    ("axis.id", 'id = "raid_size"', 'id = "p_kill"', "twice"),
    ("axis.name", 'name = "missiles"', "name = 1", "text"),
    ("axis.keys", FIRST, "keys = []", "keys"),
    ("axis.keys", FIRST, 'keys = ["volley.raids.count"]', '"raid"'),
    ("axis.keys", FIRST, 'keys = ["doctrine.two_shots"]', "name a key of it too"),
    ("axis.keys", FIRST, 'keys = ["volley.raid.style"]', "not how it flies"),
    ("axis.keys", FIRST, 'keys = ["volleys"]', "no key path"),
    ("axis.keys", FIRST, 'keys = ["doctrine.two_shots.round"]', "rounds"),
    ("axis.keys", FIRST, 'keys = ["title.x"]', "not varied"),
    ("axis.keys", FIRST, 'keys = ["interceptor.pac3_cri.sskp_tbm"]', "varied twice"),
    ("axis.values", "values = [2, 4]", "values = [2, 2]", "twice"),
    ("axis.values", "values = [2, 4]", 'values = [2, "four"]', "numbers and words"),
    ("axis.values", "values = [2, 4]", "values = [2, 0]", "count"),
    ("axis.values", "values = [0.5, 0.7]", "values = [0.5, 1.7]", "between 0 and 1"),
    ("axis.values", "values = [0.5, 0.7]", 'values = ["a"]', "no number"),
    ("axis.values", "values = [2, 4]\n", "", "missing"),
    ("axis.low", "values = [2, 4]", "low = 2", "latin_hypercube"),
    ("axis.high", "values = [2, 4]", "high = 2", "latin_hypercube"),
    ("axis.divide", FIRST, 'divide = true\nkeys = ["doctrine.two_shots.rounds"]', "only counts"),
    ("axis.divide", FIRST, f"divide = 1\n{FIRST}", "true"),
    ("", "seed = 3", "sead = 3", "seed"),
]


@pytest.mark.parametrize(("key", "old", "new", "words"), BAD, ids=lambda part: str(part)[:24])
def test_a_fault_is_one_line_and_exit_code_two(key, old, new, words, tmp_path, capsys):
    assert old in SMALL
    path = tmp_path / "mine.toml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    assert run(["study", "run", str(path), "--out", str(tmp_path / "out")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{path}:")
    assert words in line
    assert not (tmp_path / "out").exists()


def test_every_key_is_written_wrongly_somewhere():
    keys = {key for key, *_ in BAD}
    assert {*StudyFile.keys(), *(f"axis.{key}" for key in tuple(Axis.keys()))} <= keys


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points = 5\n", "", "needs the number of points"),
        ("low = 0.5\n", "", "low and high"),
        ("high = 0.9", "high = 0.5", "not above"),
        ("high = 0.9", "high = 1.9", "between 0 and 1"),
        ("high = 0.9", "high = 0.9\nvalues = [0.5]", "not both"),
    ],
)
def test_faults_of_a_hypercube(old, new, words):
    with pytest.raises(InputError) as caught:
        read_study(CUBE.replace(old, new, 1))
    assert len(caught.value.faults) == 1
    assert words in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\0b", b"not toml"])
def test_what_is_no_study(content, tmp_path, capsys):
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    assert run(["study", "run", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert run(["study", "run", str(tmp_path)]) == 2
    assert run(["study", "run", "raid-sizes"]) == 2
    assert re.search(r'did you mean "raid-size"', capsys.readouterr().err)


@pytest.mark.parametrize("name", bundled_studies())
def test_the_bundled_studies_are_sound(name):
    study = load_study(name)
    assert study.spec.id == name
    assert len(study.points) >= 20
