"""Draw the pictures of docs/how-to/run-a-study.md from the two bundled studies."""

from __future__ import annotations

import tempfile
from pathlib import Path

from airshield.report.study_plots import study_figures
from airshield.study.dataset import open_study
from airshield.study.pick import pick
from airshield.study.run import run

HERE = Path(__file__).parent
PICTURES = (("raid-size", "no-leaker"), ("iraq-2020-raids", "leakers"))

if __name__ == "__main__":
    for name, plot in PICTURES:
        with tempfile.TemporaryDirectory() as base:
            found = open_study(run(name, Path(base) / "out").folder)
            figure = study_figures(*pick(found, None, None, ()))[plot]
            figure.savefig(HERE / f"study-{plot}.png", dpi=110)
