"""Write an assessment as one self-contained page: no network, no script needed to read it."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.figure import Figure

from airshield.assessment.comparison import Comparison
from airshield.assessment.model import Assessment
from airshield.plan.doctrine import DoctrineGap, NotCompared
from airshield.report.doctrine_table import doctrine_sentence, doctrine_table
from airshield.report.plots import figures
from airshield.report.style import SETTINGS
from airshield.report.tables import (
    answer_table,
    asset_names,
    assumption_table,
    comparison_table,
    decoy_sentence,
    delay_sentence,
    expenditure_table,
    fact_table,
    flight_table,
    histogram_table,
    ladder_table,
    provenance_rows,
    raid_table,
    reason_tables,
    spread_table,
    swing_table,
    timeline_table,
    unit_table,
)
from airshield.result.store import write_text

ALT = {
    "map": "Map of the defended assets, the fire units' sectors and the approach bands",
    "ladder": "Engagement timeline: detection, launch window and intercepts before impact",
    "leakers": "Distribution of leakers with and without the defence",
    "reasons": "Why threats got through, by stage, in all and at each asset",
    "fratricide": "Leakers against fratricide by weapons control status",
    "expenditure": "Interceptors spent and left by fire unit",
    "swings": "Change of mean leakers with each value at its low and its high",
    "timeline": "Posture and answer week by week, as known that day and with hindsight",
    "spread": "Shares of chance, parameters and posture in the spread",
}
_ID = re.compile(r'\bid="([^"]+)"')


def inline_svg(figure: Figure, key: str) -> Markup:
    """Return a figure as inline SVG whose ids clash with no other figure's."""
    stream = io.StringIO()
    # With a salt equal figures have equal ids, so that equal runs have equal pages.
    with rc_context({"svg.hashsalt": SETTINGS["svg.hashsalt"]}):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :]
    for name in set(_ID.findall(svg)):
        svg = re.sub(
            rf'(id="|url\(#|href="#){re.escape(name)}(["\)])', rf"\g<1>{key}-{name}\2", svg
        )
    label = ALT.get(key, key)
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment that every page is made with."""
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)


def template(name: str) -> str:
    """Return a packaged template or style as text."""
    return (resources.files("airshield.report") / "templates" / name).read_text("utf-8")


def policy(script: str) -> str:
    """Return the page's content security policy: nothing is fetched, only this script runs."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def report_html(
    assessment: Assessment,
    comparison: Comparison | None = None,
    doctrines: DoctrineGap | NotCompared | None = None,
) -> str:
    """Return the page, with the comparisons of scenarios and of doctrines if there are any."""
    text, script = (
        template("table.html.j2") + template("report.html.j2"),
        template("assumptions.js"),
    )
    plots = {key: inline_svg(figure, key) for key, figure in figures(assessment).items()}
    return (
        environment()
        .from_string(text)
        .render(
            a=assessment,
            style=Markup(template("style.css")),
            script=Markup(script),
            policy=policy(script),
            plots=plots,
            raid=raid_table(assessment),
            units=unit_table(assessment),
            answers=[answer_table(answer) for answer in assessment.assets[::-1]],
            histogram=histogram_table(assessment),
            expenditure=expenditure_table(assessment),
            flights=flight_table(assessment),
            decoys=decoy_sentence(assessment),
            comparison=comparison_table(comparison, asset_names(assessment))
            if comparison
            else None,
            compared=comparison.summary() if comparison else "",
            doctrines=doctrine_table(doctrines) if doctrines else None,
            best_assignment=doctrine_sentence(doctrines) if doctrines else "",
            ladder=ladder_table(assessment),
            delay=delay_sentence(assessment),
            reasons=reason_tables(assessment),
            swings=swing_table(assessment),
            spread=spread_table(assessment),
            facts=fact_table(assessment),
            weeks=timeline_table(assessment),
            assumptions=assumption_table(assessment),
            provenance=provenance_rows(assessment),
        )
    )


def write_report(
    assessment: Assessment,
    path: Path,
    comparison: Comparison | None = None,
    doctrines: DoctrineGap | NotCompared | None = None,
) -> Path:
    """Write the page whole or not at all.

    Raises
    ------
    OutputError : it cannot be written.
    """
    write_text(path, report_html(assessment, comparison, doctrines))
    return path
