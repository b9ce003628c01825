"""Lay out an assessment as tables of text, once for the terminal and for the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from airshield.assessment.comparison import Comparison
from airshield.assessment.model import (
    Assessment,
    AssetAnswer,
    Assumption,
    LadderRung,
    Measure,
    ReasonRow,
    UnitAnswer,
)
from airshield.report.numbers import (
    band,
    kilometres,
    seconds,
    share_with_interval,
    with_interval,
)

SWINGS_SHOWN = 10
MEASURES: tuple[tuple[str, str], ...] = (
    ("p_no_leaker", "probability of no leaker"),
    ("leakers", "leakers (impacts in the asset)"),
    ("impacts_elsewhere", "impacts elsewhere"),
    ("elsewhere_harmless", "– predicted harmless, not engaged"),
    ("elsewhere_displaced", "– displaced after a hit"),
    ("failed_in_flight", "failed in flight"),
    ("intercepts", "intercepts (threats hit)"),
    ("warheads_stopped", "warheads stopped"),
    ("duds", "leakers that did not explode"),
    ("people_exposed", "people exposed"),
)
_DIFFERENCES = {
    "p_no_leaker": "difference_p_no_leaker",
    "leakers": "difference_leakers",
    "people_exposed": "difference_people_exposed",
}


@dataclass(frozen=True)
class TextTable:
    """A titled table of text; `note` says what the reader must know of it."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def short_name(name: str) -> str:
    """Return a name without what stands in brackets after it."""
    return name.split(" (", 1)[0]


def asset_names(assessment: Assessment) -> dict[str, str]:
    """Return what the defended assets are called for short, by id."""
    return {answer.asset_id: short_name(answer.name) for answer in assessment.assets}


def unit_names(assessment: Assessment) -> dict[str, str]:
    """Return what the fire units are called, by id."""
    return {unit.unit_id: unit.name for unit in assessment.units}


def _words(name: str, measure: Measure) -> str:
    return share_with_interval(measure) if name == "p_no_leaker" else with_interval(measure)


def _gain(answer: AssetAnswer, name: str) -> str:
    if name not in _DIFFERENCES:
        return ""
    measure: Measure = getattr(answer, _DIFFERENCES[name])
    verdict = " not distinguishable" if measure.low <= 0.0 <= measure.high else ""
    return _words(name, measure) + verdict


def answer_table(answer: AssetAnswer) -> TextTable:
    """Return one asset's answer: defended, undefended, difference."""
    rows = tuple(
        (
            words,
            _words(name, getattr(answer.defended, name)),
            _words(name, getattr(answer.undefended, name)),
            _gain(answer, name),
        )
        for name, words in MEASURES
        if name != "duds" or answer.undefended.duds.value > 0
    )
    threats = f"{answer.n_threats} threat{'' if answer.n_threats == 1 else 's'}"
    people = f", {answer.people:,.0f} people" if answer.people else ""
    quantiles = answer.defended
    return TextTable(
        f"answer-{answer.asset_id}",
        f"{answer.name}: {threats}{people}",
        ("per raid", "defended", "no defence", "difference under these assumptions"),
        rows,
        f"95 % intervals of the simulation. Nine raids of ten let {quantiles.leakers_p05:.0f} to "
        f"{quantiles.leakers_p95:.0f} through. The difference is what the defence gains, on common "
        "random numbers.",
    )


def _operational(unit: UnitAnswer) -> str:
    if unit.p_basis == "no reporting":
        return f"no reporting (drift {100 * unit.p_operational:.2g} %)"
    return f"{100 * unit.p_operational:.0f} % ({unit.p_operational_words})"


def unit_table(assessment: Assessment) -> TextTable:
    """Return which fire units are thought to be there."""
    losses = any(unit.lost.value > 0 for unit in assessment.units)
    rows = tuple(
        (
            unit.name,
            unit.site.replace("_", " "),
            _operational(unit),
            f"{100 * unit.availability:.0f} %",
            share_with_interval(unit.up),
            *((share_with_interval(unit.lost),) if losses else ()),
            f"{unit.boresight_deg:.0f}°",
            unit.doctrine,
        )
        for unit in assessment.units
    )
    return TextTable(
        "units",
        "Fire units thought to be there",
        (
            *("fire unit", "site", "operational", "available", "up in the runs"),
            *(("lost",) if losses else ()),
            *("faces", "doctrine"),
        ),
        rows,
        "Site level only. Up: operational, available and without a common fault."
        + _said(assessment),
    )


def _said(assessment: Assessment) -> str:
    """Say where the probabilities come from, where a ledger says them."""
    posture = assessment.posture
    if posture is None or posture.ledger is None:
        return ""
    return (
        f" Operational: support-based (policy weights, uncalibrated), from the ledger "
        f"{posture.ledger} on {posture.on}, known by {posture.known_by}; drawn jointly, so that "
        "units which hang on one origin stand or fall together."
    )


def raid_table(assessment: Assessment) -> TextTable:
    """Return who fires what at which bases."""
    names = asset_names(assessment)
    rows = tuple(
        (
            f"{v.count} × {v.threat_name}",
            names.get(v.asset_id, v.asset_id),
            band(v.approach_azimuth_low_deg, v.approach_azimuth_deg, v.approach_azimuth_high_deg),
            band(v.ground_range_low_m, v.ground_range_m, v.ground_range_high_m, 1e3),
            f"{v.first_impact_s:g}",
            f"{v.spacing_s:g}",
            f"{v.p_failure:.2f}",
            v.basis,
        )
        for v in assessment.volleys
    )
    return TextTable(
        "raid",
        "The raid",
        ("what", "at", "from (°)", "range (km)", "first (s)", "every (s)", "P(fail)", "basis"),
        rows,
        "Approach azimuth and range are coarse bands seen from the asset.",
    )


def expenditure_table(assessment: Assessment) -> TextTable:
    """Return rounds spent and left."""
    names = unit_names(assessment)
    rows = tuple(
        (
            names.get(e.unit_id, e.unit_id),
            e.interceptor_name,
            str(e.ready),
            with_interval(e.spent),
            with_interval(e.left),
            share_with_interval(e.p_empty),
        )
        for e in assessment.expenditure
    )
    head = ("fire unit", "interceptor", "ready", "spent", "left", "P(empty)")
    return TextTable("expenditure", "Interceptors spent and left", head, rows)


def _looks(rung: LadderRung) -> str:
    """Return the looks at each detection-to-launch time, once where they are the same."""
    delays = [delay for delay, _ in rung.looks_by_delay]
    if delays and len({looks for _, looks in rung.looks_by_delay}) == 1:
        return f"{rung.looks_by_delay[0][1]} at {min(delays):g}–{max(delays):g} s"
    return ", ".join(f"{looks} at {delay:g} s" for delay, looks in rung.looks_by_delay)


def ladder_table(assessment: Assessment) -> TextTable:
    """Return the engagement timeline ladder."""
    assets, units = asset_names(assessment), unit_names(assessment)
    rows = tuple(
        (
            f"{r.threat_name} at {assets.get(r.asset_id, r.asset_id)}",
            units.get(r.unit_id, r.unit_id),
            r.interceptor,
            seconds(r.detected_s),
            kilometres(r.detected_range_m),
            seconds(r.engageable_s),
            seconds(r.launch_s),
            seconds(r.last_launch_s),
            kilometres(r.intercept_altitude_m),
            kilometres(r.last_intercept_altitude_m),
            _looks(r),
            r.limited_by,
        )
        for r in assessment.ladder
    )
    return TextTable(
        "ladder",
        "Engagement timeline ladder",
        (
            "threat",
            "fire unit",
            "round",
            "detected",
            "at (km)",
            "engageable",
            "launch",
            "last launch",
            "first intercept (km up)",
            "keep-out (km up)",
            "looks by delay",
            "what sets it",
        ),
        rows,
        "Times are seconds before impact; detection is the median. " + delay_sentence(assessment),
    )


def delay_sentence(assessment: Assessment) -> str:
    """Say, as computed, whether the detection-to-launch time changes the number of looks."""
    changed = [r for r in assessment.ladder if len({looks for _, looks in r.looks_by_delay}) > 1]
    delays = sorted({d for r in assessment.ladder for d, _ in r.looks_by_delay})
    if not delays:
        return "No fire unit meets any threat."
    words = ", ".join(f"{d:g}" for d in delays)
    if not changed:
        return (
            f"With {words} s from detection to launch the number of looks is the same everywhere: "
            "the envelope of the interceptor, not the delay, sets it."
        )
    pairs = sorted({f"{r.threat_name} / {r.interceptor}" for r in changed})
    return f"The delay ({words} s) changes the number of looks at {', '.join(pairs)}."


def histogram_table(assessment: Assessment) -> TextTable:
    """Return the distribution of leakers over raids, the numbers behind its picture."""
    rows = tuple(
        (str(count), f"{100 * defended:.2f} %", f"{100 * undefended:.2f} %")
        for count, defended, undefended in assessment.leaker_histogram
    )
    return TextTable(
        "histogram",
        "Share of raids by number of leakers, all defended assets",
        ("leakers", "defended", "no defence"),
        rows,
    )


def reasons_of(assessment: Assessment, asset_id: str) -> tuple[ReasonRow, ...]:
    """Return the reasons of one asset, or of "all", most frequent first."""
    return tuple(row for row in assessment.reasons if row.asset_id == asset_id)


def reason_table(assessment: Assessment, asset_id: str = "all") -> TextTable:
    """Return why threats got through, at one asset or in all."""
    rows = tuple(
        (r.words, with_interval(r.leakers), f"{100 * r.share:.0f} %")
        for r in reasons_of(assessment, asset_id)
    )
    where = f": {asset_names(assessment)[asset_id]}" if asset_id != "all" else ""
    return TextTable(
        f"reasons-{asset_id}",
        f"Why threats got through{where}",
        ("stage that the unit that got furthest reached", "leakers", "share"),
        rows,
    )


def reason_tables(assessment: Assessment) -> tuple[TextTable, ...]:
    """Return why threats got through: in all, then at each asset where there are several."""
    *own, whole = assessment.assets
    several = own[::-1] if len(own) > 1 else []
    quiet = [short_name(a.name) for a in several if not reasons_of(assessment, a.asset_id)]
    note = "Out of sector counts only fire units that could reach the threat if they faced it."
    if quiet:
        note += f" Nothing got through at {', '.join(quiet)}."
    return (
        replace(reason_table(assessment, whole.asset_id), note=note),
        *(reason_table(assessment, a.asset_id) for a in several if short_name(a.name) not in quiet),
    )


def swing_rows(assessment: Assessment, n: int = SWINGS_SHOWN) -> list[Assumption]:
    """Return the assumptions with the largest swings, largest first."""
    swung = [a for a in assessment.assumptions if a.swing is not None]
    widest = sorted(swung, key=lambda a: -abs((a.swing or (0, 0))[1] - (a.swing or (0, 0))[0]))
    return [a for a in widest if a.swing and a.swing[0] != a.swing[1]][:n]


def swing_table(assessment: Assessment) -> TextTable:
    """Return what the answer hangs on most."""
    rows = tuple(
        (
            a.path,
            f"{a.low:g}–{a.high:g} {a.unit if a.unit != '1' else ''}".strip(),
            f"{a.swing[0]:+.2f}" if a.swing else "",
            f"{a.swing[1]:+.2f}" if a.swing else "",
            a.basis + (", prior" if a.is_prior else ""),
        )
        for a in swing_rows(assessment)
    )
    return TextTable(
        "swings",
        "What it hangs on: change of mean leakers, one value at a time",
        ("value", "range", "at low", "at high", "basis"),
        rows,
        "On common random numbers; numbers that the scenario states alike move together.",
    )


def spread_table(assessment: Assessment) -> TextTable:
    """Return the three kinds of uncertainty."""
    rows = tuple(
        (
            s.quantity.replace("p_no_leaker", "probability of no leaker"),
            *(f"{100 * x:.0f} %" for x in (s.chance_share, s.parameter_share, s.posture_share)),
            s.dominant,
            f"{s.parameter_low:.3g}–{s.parameter_high:.3g}",
        )
        for s in assessment.spread
    )
    note = ""
    if assessment.spread:
        s = assessment.spread[0]
        note = (
            f"First-order shares of the variance, of the ranges chosen: {s.n_samples} samples of "
            f"all values, {s.n_replications_each} raids each."
        )
    return TextTable(
        "spread",
        "How sure: three kinds of uncertainty",
        ("of", "chance", "parameters", "posture", "dominant", "mean over all ranges (5–95 %)"),
        rows,
        note,
    )


def fact_table(assessment: Assessment) -> TextTable:
    """Return what it would be worth to know of each fire unit whether it is operational."""
    posture = assessment.posture
    facts = posture.facts if posture else ()
    rows = tuple(
        (
            fact.name,
            fact.site.replace("_", " "),
            f"{100 * fact.share_operational:.3g} %",
            with_interval(fact.leakers_if_operational),
            with_interval(fact.leakers_if_not),
            with_interval(fact.reduction),
            f"{100 * fact.share:.2g} %",
        )
        for fact in facts
    )
    head = (
        *("is it operational?", "site", "in the runs", "leakers if so", "leakers if not"),
        *("variance less by", "share"),
    )
    title = "What to find out next: one confirmed fact"
    return TextTable("facts", title, head, rows, fact_sentence(assessment))


def fact_sentence(assessment: Assessment) -> str:
    """Say which single fact would narrow the answer most; empty where nothing is in doubt."""
    posture = assessment.posture
    if posture is None or not posture.facts:
        return ""
    best = posture.facts[0]
    whole = (
        f"At nominal values the leakers of all assets have a variance of {posture.variance:.3g} "
        f"over raids; knowing the whole posture would take {100 * posture.together_share:.2g} % "
        "off it. "
    )
    if best.reduction.low <= 0.0:
        return f"{whole}No single fact can be told from one that narrows nothing."
    return (
        f"{whole}The single fact that would narrow the answer most is whether the "
        f"{best.name} is operational: {100 * best.share:.2g} % on average. First-order shares; "
        "facts that hang on one origin tell of each other, so they do not add up."
    )


def timeline_table(assessment: Assessment) -> TextTable:
    """Return each week's posture and answer, with what was known by then."""
    line = assessment.timeline
    title = "Week by week: the same raid against what was known that day"
    if line is None:
        return TextTable("timeline", title, (), ())
    units, assets = unit_names(assessment), asset_names(assessment)
    head = ["on"]
    head += [units.get(u.unit_id, u.unit_id) for u in line.as_known[0].units]
    for asset in line.as_known[0].assets:
        name = assets.get(asset.asset_id, asset.asset_id)
        head.append(f"{name}: leakers (none)")
    rows = tuple(
        (
            week.on,
            *(f"{100 * u.p_operational:.0f} %" if u.reported else "–" for u in week.units),
            *(
                f"{asset.leakers.value:.2f} ({100 * asset.p_no_leaker.value:.0f} %)"
                for asset in week.assets
            ),
        )
        for week in line.as_known
    )
    bare = ", ".join(
        f"{assets.get(a.asset_id, a.asset_id)} {a.leakers.value:.2f}" for a in line.undefended
    )
    note = (
        "Fire units: P(operational); –: nobody had reported on the site. Bases: mean leakers, and "
        f"in brackets how often there was none. {line.replications:,} raids each week, the same "
        f"ones. Leakers without any defence: {bare}. With hindsight (everything in the ledger): in "
        "assessment.json and the plot."
    )
    return TextTable("timeline", title, tuple(head), rows, note)


def assumption_table(assessment: Assessment) -> TextTable:
    """Return every value that was used."""
    rows = tuple(
        (
            a.path,
            f"{a.low:g}",
            f"{a.nominal:g}",
            f"{a.high:g}",
            a.unit,
            a.basis + (" (prior)" if a.is_prior else ""),
            a.source,
            a.claims_to_cite,
            a.note,
        )
        for a in assessment.assumptions
    )
    head = ("value", "low", "nominal", "high", "unit", "basis", "source", "cited there", "note")
    estimates = sum(a.basis == "estimate" for a in assessment.assumptions)
    return TextTable(
        "assumptions",
        "What was assumed",
        head,
        rows,
        f"{len(rows)} values, {estimates} of them estimates; kill probabilities are priors that no "
        "source states.",
    )


def flight_table(assessment: Assessment) -> TextTable:
    """Return what the defence does to friendly and neutral flights."""
    rows = tuple(
        (
            flight.side,
            str(flight.n_flights),
            share_with_interval(flight.p_any_shot_down),
            with_interval(flight.shot_down),
            with_interval(flight.fired_at),
        )
        for flight in assessment.flights
    )
    return TextTable(
        "flights",
        "Fratricide: flights that are no threat",
        ("side", "flights", "P(any shot down)", "shot down", "fired at"),
        rows,
        "Per raid, with 95 % intervals. A flight is fired at when it is not identified as a friend "
        "and the weapons control status permits it.",
    )


def trade_off_table(assessment: Assessment) -> TextTable:
    """Return leakers against fratricide for each weapons control status."""
    rows = tuple(
        (point.label, with_interval(point.leakers), share_with_interval(point.p_fratricide))
        for point in assessment.trade_off
    )
    return TextTable(
        "trade_off",
        "Leakers against fratricide, by weapons control status",
        ("status", "leakers", "P(any shot down)"),
        rows,
        "The same raid and the same flights under one status for every unit and class, on common "
        "random numbers. Hold fires only in self-defence or on order; tight fires at what is "
        "declared hostile; free fires at all that is not identified as a friend.",
    )


def decoy_sentence(assessment: Assessment) -> str:
    """Return what decoys cost the defence; empty where there are none."""
    decoys = assessment.decoys
    if decoys is None:
        return ""
    return (
        f"Decoys: {with_interval(decoys.engaged)} of {decoys.n_decoys} are fired at and draw "
        f"{with_interval(decoys.rounds)} rounds per raid."
    )


def comparison_table(comparison: Comparison, names: dict[str, str]) -> TextTable:
    """Return two scenarios side by side, with the paired difference and its verdict."""
    rows = tuple(
        (
            names.get(row.asset_id, row.asset_id),
            row.words,
            _words(row.measure, row.first),
            _words(row.measure, row.second),
            _words(row.measure, row.difference),
            row.verdict,
        )
        for row in comparison.rows
    )
    return TextTable(
        "comparison",
        f"{comparison.first} against {comparison.second}",
        ("asset", "measure", comparison.first, comparison.second, "difference", "verdict"),
        rows,
        "First minus second on common random numbers, at nominal values, with 95 % intervals.",
    )


def provenance_rows(assessment: Assessment) -> list[tuple[str, str]]:
    """Return what is needed to get the same numbers again."""
    p = assessment.provenance
    played = "" if p.device == "cpu" else f"; raids of the answer on {p.device}"
    return [
        ("scenario", f"{p.scenario_id} (sha256 {p.scenario_hash[:16]}…)"),
        ("catalogue", f"sha256 {p.catalogue_hash[:16]}…"),
        ("outcome", f"sha256 {p.outcome_hash[:16]}…"),
        ("seed, replications", f"{p.seed}, {p.replications:,} (ended by {p.stopped_by})"),
        (
            "versions",
            f"airshield {p.version}, Python {p.python}, NumPy {p.numpy}, Numba {p.numba}",
        ),
        ("time", f"{p.elapsed_s:.1f} s on {p.threads} threads{played}"),
    ]
