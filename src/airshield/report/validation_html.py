"""Write a validation as one self-contained page, in the look of the report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from markupsafe import Markup

from airshield import __version__
from airshield.report.html import environment, inline_svg, policy, template
from airshield.report.validation_plot import raid_chart
from airshield.report.validation_tables import (
    case_table,
    check_table,
    counted,
    failure_table,
    limits_table,
    raid_table,
)
from airshield.result.store import write_text
from airshield.validation import RaidResult, Validation


def _raid_part(result: RaidResult) -> dict[str, object]:
    return {
        "raid": result.raid,
        "plot": inline_svg(raid_chart(result), f"raid-{result.raid.id}"),
        "facts": [counted(fact) for fact in result.facts],
        "sources": result.sources,
    }


def validation_html(found: Validation, on: dt.date) -> str:
    """Return the page.

    Parameters
    ----------
    found : what was run; on : the day, for its head.
    """
    text = template("table.html.j2") + template("validation.html.j2")
    return (
        environment()
        .from_string(text)
        .render(
            style=Markup(template("style.css")),
            policy=policy(""),
            version=__version__,
            on=on.isoformat(),
            found=found,
            failures=failure_table(found),
            cases=case_table(found),
            checks=[check_table(result) for result in found.cases if result.checks],
            raids=raid_table(found),
            raid_parts=[_raid_part(result) for result in found.raids],
            limits=limits_table(),
        )
    )


def write_validation(found: Validation, on: dt.date, path: Path) -> Path:
    """Write the page whole or not at all.

    Raises
    ------
    OutputError : it cannot be written.
    """
    write_text(path, validation_html(found, on))
    return path
