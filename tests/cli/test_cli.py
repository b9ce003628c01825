"""The command line as a user meets it: exit codes, one line per fault, nothing half-written."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from airshield import report
from airshield.cli.app import run
from airshield.scenario import bundled_text

NUMBA_CUDA = importlib.util.find_spec("numba_cuda")
# Neither the extra nor a graphics processor stands where the tests run; one of the two is said.
NO_DEVICE = "no graphics processor" if NUMBA_CUDA else "pip install 'airshield[gpu]'"
SMALL = ["--replications", "200", "--nominal", "--no-plots"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _lines(capsys):
    return [line for line in capsys.readouterr().err.splitlines() if line]


def _scenario(folder, old=None, new=""):
    text = bundled_text("iraq-2020")
    if old is not None:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_assess_prints_the_paragraph_first_and_saves(here, capsys):
    assert run(["assess", "textbook", *SMALL]) == 0
    out = capsys.readouterr().out
    question = json.loads((here / "airshield-out/textbook/assessment.json").read_text())["question"]
    assert " ".join(out.split()).startswith(" ".join(question.split()))
    assert {p.name for p in (here / "airshield-out/textbook").iterdir()} == {
        "assessment.json",
        "manifest.json",
    }


def test_json_is_one_envelope_for_success_and_error(here, capsys):
    assert run(["assess", "textbook", *SMALL, "--json"]) == 0
    good = json.loads(capsys.readouterr().out)
    assert run(["assess", "no-such", "--json"]) == 2
    bad = json.loads(capsys.readouterr().out)
    assert good.keys() == bad.keys()
    assert (good["ok"], bad["ok"], bad["exit_code"]) == (True, False, 2)
    assert good["result"]["provenance"]["replications"] == 200
    assert len(bad["faults"]) == 1


def test_the_same_seed_gives_the_same_numbers_in_another_process(here):
    hashes = set()
    for out in ("a", "b"):
        command = [sys.executable, "-m", "airshield", "assess", "iraq-2020", *SMALL, "--out", out]
        subprocess.run(command, check=True, capture_output=True)
        content = json.loads((here / out / "assessment.json").read_text())
        hashes.add(content["provenance"]["outcome_hash"])
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["assess", "missing.toml"], "missing.toml"),
        (["assess", "."], "directory"),
        (["assess", "textbook", "--replications", "0"], "replications"),
        (["assess", "textbook", "--replications", "281474976710657"], "draw the same numbers"),
        (["assess", "textbook", "--seed", "-1"], "seed"),
        (["assess", "textbook", "--until-width", "2"], "until_width"),
        (["assess", "textbook", "--device", "tpu"], "choose one of cpu, cuda"),
        (["assess", "textbook", "--device", "cuda"], NO_DEVICE),
        (["assess", "textbook", "--out", "/dev/null/x"], "cannot be written"),
        (["assess", "textbook", "--catalogue", "nope.toml"], "no such file"),
        (["assess", "textbook", "--replications", "many"], "integer"),
        (["asess", "textbook"], "No such command"),
        (["catalogue", "interceptor.pac3_cr"], 'did you mean "interceptor.pac3_cri"'),
        (["schema", "battery"], "not one of"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(here, capsys, arguments, words):
    assert run(arguments) == 2
    lines = _lines(capsys)
    assert len(lines) == 1, lines
    assert words in lines[0]
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"\xff\xfe", b"[[asset]\n"])
def test_files_that_are_no_scenario(here, capsys, content):
    (here / "x.toml").write_bytes(content)
    assert run(["assess", "x.toml"]) == 2
    lines = _lines(capsys)
    assert len(lines) == 1
    assert lines[0].startswith("x.toml")
    assert [p.name for p in here.iterdir()] == ["x.toml"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("ground_range_m = { low = 331000", "ground_range_km = { low = 331000", "ground_range_m"),
        ('threat = "fateh_313"', 'threat = "fateh_331"', "fateh_313"),
        ('site = "al_asad"', 'site = "al_assad"', "al_asad"),
        ("high = 500000", "high = 900000", "range"),
        ("count = 5", "count = 0", "count"),
        ('posture = { system = "patriot" }', "p_operational = 1.2", "p_operational"),
    ],
)
def test_faults_of_a_scenario_name_file_line_and_mend(here, capsys, old, new, words):
    path = _scenario(here, old, new)
    assert run(["check", str(path)]) == 2
    lines = _lines(capsys)
    assert all(line.startswith(f"{path}:") for line in lines)
    assert any(words in line for line in lines)
    line_number = path.read_text().split(new)[0].count("\n") + 1
    assert any(line.startswith(f"{path}:{line_number}:") for line in lines)


def test_at_most_fifty_faults_then_a_count(here, capsys):
    path = _scenario(here)
    path.write_text(path.read_text() + "".join(f"\nodd_{i} = 1" for i in range(60)))
    assert run(["check", str(path)]) == 2
    lines = _lines(capsys)
    assert len(lines) == 51
    assert lines[-1] == "… and 10 more"


def test_another_run_is_not_overwritten_without_force(here, capsys):
    assert run(["assess", "textbook", *SMALL]) == 0
    assert run(["assess", "textbook", *SMALL, "--seed", "2"]) == 2
    assert "--force" in _lines(capsys)[-1]
    assert run(["assess", "textbook", *SMALL, "--seed", "2", "--force"]) == 0


def test_an_interrupt_saves_what_was_finished_and_names_it(here):
    command = [sys.executable, "-m", "airshield", "assess", "iraq-2020", "--no-plots"]
    command += ["--replications", "50000000"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    target = here / "airshield-out" / "iraq-2020"
    deadline = time.monotonic() + 240
    while not target.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(8)
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 130, errors
    if "before anything" not in errors:
        content = json.loads((target / "assessment.json").read_text())
        assert content["provenance"]["stopped_by"] == "interrupt"
        assert 0 < content["provenance"]["replications"] < 50_000_000
        assert "airshield-out" in errors
    assert "Traceback" not in errors


def test_an_interrupt_while_drawing_saves_the_answer_and_names_it(here, capsys, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "save_all", stopped, raising=False)
    assert run(["assess", "textbook", "--replications", "200", "--nominal"]) == 130
    folder = here / "airshield-out" / "textbook"
    assert {entry.name for entry in folder.iterdir()} == {"assessment.json", "manifest.json"}
    assert "200 replications were finished and are saved in" in _lines(capsys)[-1]


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_a_reader_who_leaves_still_gets_the_files(here, extra):
    command = [sys.executable, "-m", "airshield", "assess", "textbook", *SMALL, *extra]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
    names = {entry.name for entry in (here / "airshield-out/textbook").iterdir()}
    assert names == {"assessment.json", "manifest.json"}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["catalogue", "threat.qiam_1"], 0),
        (["cite", "iraq-2020"], 0),
        (["check"], 0),
        (["check", "iraq-2020"], 0),
        (["schema"], 0),
        (["--help"], 0),
    ],
)
def test_a_closed_pipe_is_no_error(here, command, code):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "airshield", *command],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (code, "")


def test_check_says_what_it_read(capsys):
    assert run(["check", "iraq-2020"]) == 0
    assert "16 threats" in capsys.readouterr().out


def test_catalogue_shows_values_with_their_basis(capsys):
    assert run(["catalogue"]) == 0
    assert "pac3_cri" in capsys.readouterr().out
    assert run(["catalogue", "interceptor.pac3_cri.sskp_tbm", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)["result"][0]
    assert (value["nominal"], value["basis"], value["is_prior"]) == (0.65, "estimate", True)


def test_cite_lists_the_sources_of_exactly_this_run(capsys):
    assert run(["cite", "al-asad-2020-01-08", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["result"]
    paths = {path for row in rows for path in row["paths"]}
    assert any(path.startswith("threat.") for path in paths)
    assert "site.al_asad.position" in paths
    # Undefended: no interceptor is used, so none is cited.
    assert not any(path.startswith("interceptor.") for path in paths)


@pytest.fixture(scope="module")
def checked():
    """Check the bundled catalogue in a process of its own, once as words and once as JSON."""
    command = [sys.executable, "-m", "airshield", "check"]
    words, content = (
        subprocess.run([*command, *more], check=True, capture_output=True, text=True).stdout
        for more in ([], ["--json"])
    )
    return words, json.loads(content)["result"]


def test_check_holds_for_the_pairs_that_must(checked):
    required = [row for row in checked[1]["pairs"] if row["required"]]
    assert len(required) == 4
    for row in required:
        assert row["detected_range_m"] >= row["intercept_range_m"] + row["closing_m"]


def test_check_names_every_input_that_is_missing(checked):
    words, content = checked
    missing = {f"{row['kind']}.{row['id']}": row["names"] for row in content["missing"]}
    assert "range_tbm_rcs_0p1" in missing["radar.an_tpy_2"]
    assert missing["interceptor.stinger"] == ["sskp_tbm"]
    for entry, names in missing.items():
        assert f"{entry}: {', '.join(names)}\n" in words
    # What stopped a row of the table is among what is listed: nothing vanishes.
    stopped = {tuple(r["missing"].rsplit(".", 1)) for r in content["pairs"] if r["missing"]}
    assert stopped
    assert all(name in missing[entry] for entry, name in stopped)


def test_check_counts_the_values_by_basis(checked):
    words, content = checked
    counts = content["by_basis"]
    assert counts["scenario"] == 0
    assert f"{sum(counts.values())} values by basis: {counts['seen']} seen, " in words
    assert f"{counts['estimate']} estimate\n" in words


def test_check_fails_with_4_when_the_chain_breaks(here, capsys):
    (here / "mine.toml").write_text(
        'schema = "airshield-catalogue/1"\n[radar.an_mpq_65]\nrange_tbm_rcs_0p1 = { low = 20, '
        'nominal = 20, high = 20, unit = "km", basis = "estimate", note = "short-sighted" }\n'
    )
    assert run(["check", "--catalogue", "mine.toml"]) == 4
    assert "time chain" in capsys.readouterr().err


def test_schemas_are_json(capsys):
    for kind in ("scenario", "catalogue"):
        assert run(["schema", kind]) == 0
        assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_version_and_help(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("airshield 0.")
    assert run(["--help"]) == 0
    assert "assess" in capsys.readouterr().out


def test_importing_airshield_is_light():
    code = (
        "import sys, airshield, airshield.cli.app; "
        "print([m for m in ('numba', 'scipy', 'matplotlib', 'pydantic') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
