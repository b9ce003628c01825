"""Print and draw the answer of `airshield assess`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from airshield.assessment.comparison import Comparison
from airshield.assessment.model import Assessment
from airshield.cli.assess import Request
from airshield.cli.output import abandon_stdout, envelope
from airshield.cli.pipe import PipeConsole
from airshield.result.store import finite

if TYPE_CHECKING:
    from airshield.plan.doctrine import DoctrineGap, NotCompared


def show(
    request: Request,
    assessment: Assessment,
    comparison: Comparison | None,
    doctrines: DoctrineGap | NotCompared | None,
) -> bool:
    """Print the answer, or what the reader of a pipe takes of it; False if interrupted."""
    from airshield.report import (
        asset_names,
        render,
        render_comparison,
        render_doctrines,
    )

    try:
        if request.as_json:
            result = asdict(assessment)
            if comparison:
                result["comparison"] = comparison.to_dict()
            print(json.dumps(finite(envelope("assess", result)), ensure_ascii=False))
        else:
            console = PipeConsole()
            render(assessment, console)
            if doctrines:
                render_doctrines(doctrines, console)
            if comparison:
                render_comparison(comparison, asset_names(assessment), console)
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_stdout()
    except KeyboardInterrupt:
        return False
    return True


def draw(
    folder: Path,
    assessment: Assessment,
    comparison: Comparison | None,
    doctrines: DoctrineGap | NotCompared | None,
) -> bool:
    """Save plots and page; False if interrupted."""
    try:
        # Imported late: matplotlib takes longer to load than the answer takes to compute.
        from airshield.report import save_all, write_report

        save_all(assessment, folder)
        write_report(assessment, folder / "report.html", comparison, doctrines)
    except KeyboardInterrupt:
        return False
    return True
