"""The cache of compiled kernels: never stale, never a crash where nothing is writable."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import airshield
from airshield.kernel._jit import cache_folder, source_digest, trailing_zeros

PACKAGE = Path(airshield.__file__).parent
CODE = (
    "import warnings; warnings.simplefilter('always');"
    "from airshield.kernel.heap import push; import numpy as np;"
    "from airshield.kernel.damage import lens_area;"
    "print(lens_area(0.0, 1.0, 2.0))"
)


def _run(source, cache, **environment):
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env=os.environ
        | {"PYTHONPATH": str(source), "AIRSHIELD_CACHE_DIR": str(cache)}
        | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip(), done.stderr


@pytest.mark.slow
def test_a_changed_constant_changes_the_compiled_result(tmp_path):
    source, cache = tmp_path / "src", tmp_path / "cache"
    shutil.copytree(PACKAGE, source / "airshield")
    before, _ = _run(source, cache)
    again, _ = _run(source, cache)
    called = source / "airshield" / "kernel" / "damage.py"
    text = called.read_text()
    assert "return math.pi * (least * least)" in text
    # Same size, so that only the hash of the sources can tell the difference.
    called.write_text(text.replace("math.pi * (least", "math.pi + (least"))
    changed, _ = _run(source, cache)
    assert before == again == "3.141592653589793"
    assert changed == "4.141592653589793"
    assert len(list((cache / "airshield").iterdir())) == 2


@pytest.mark.slow
def test_a_read_only_installation_runs_with_one_warning(tmp_path):
    source, blocked = tmp_path / "src", tmp_path / "blocked"
    shutil.copytree(PACKAGE, source / "airshield")
    for path in (source / "airshield").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    # A file in the way of the cache: nobody, root included, can write below it.
    blocked.write_text("")
    out, err = _run(source, blocked)
    assert out == "3.141592653589793"
    assert err.count("no writable cache folder") == 1


def test_the_cache_is_keyed_by_the_sources():
    folder = cache_folder()
    assert folder is None or folder.name.endswith(source_digest())


@pytest.mark.parametrize(("word", "zeros"), [(1, 0), (8, 3), (2**63, 63), (12, 2)])
def test_trailing_zeros(word, zeros):
    import numpy as np  # noqa: PLC0415

    from airshield.kernel._jit import jit  # noqa: PLC0415

    @jit()
    def count(value):
        return trailing_zeros(value)

    assert count(np.uint64(word)) == zeros
