"""Turn sums into the answer: outcomes per asset, expenditure, reasons, units, volleys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from airshield.assessment.measures import average, proportion
from airshield.assessment.model import (
    AssetAnswer,
    DecoyAnswer,
    Expenditure,
    FlightAnswer,
    Measure,
    Outcome,
    ReasonRow,
    UnitAnswer,
    VolleyAnswer,
)
from airshield.catalogue import Catalogue
from airshield.kernel.codes import Reason, Side
from airshield.posture import Standing
from airshield.result.intervals import quantile_from_counts
from airshield.result.tally import Tally
from airshield.result.words import likelihood
from airshield.scenario.models import Scenario
from airshield.simulate.lift import ALL, DEFENDED, DIFFERENCE, UNDEFENDED, Lifted, attackers
from airshield.simulate.lower import Lowered, radar_of

REASON_WORDS = {
    Reason.UNIT_NOT_UP: "fire unit not there or not up",
    Reason.OUT_OF_SECTOR: "out of the radar's sector or below its horizon",
    Reason.NOT_DETECTED: "not detected in time",
    Reason.HELD: "held by weapons control status",
    Reason.PREDICTED_HARMLESS: "predicted to fall outside, so not engaged",
    Reason.NO_WINDOW: "no launch window left",
    Reason.SLOTS_FULL: "no engagement slot or launcher free in time",
    Reason.GUIDANCE_FULL: "no guidance slot free in time",
    Reason.MAGAZINE_EMPTY: "magazine empty",
    Reason.MISSED: "engaged and missed",
    Reason.HIT_NOT_STOPPED: "hit, but the warhead was not stopped",
}


def _outcome(lifted: Lifted, arm: str, asset: str) -> Outcome:
    tally = lifted.tally
    counts = lifted.histograms[arm, asset]
    return Outcome(
        p_no_leaker=proportion(tally, arm, asset, "p_no_leaker"),
        leakers=average(tally, arm, asset, "leakers"),
        leakers_p05=quantile_from_counts(counts, 0.05),
        leakers_p95=quantile_from_counts(counts, 0.95),
        impacts_elsewhere=average(tally, arm, asset, "elsewhere"),
        elsewhere_harmless=average(tally, arm, asset, "harmless"),
        elsewhere_displaced=average(tally, arm, asset, "displaced"),
        failed_in_flight=average(tally, arm, asset, "failed"),
        intercepts=average(tally, arm, asset, "intercepts"),
        warheads_stopped=average(tally, arm, asset, "warheads_stopped"),
        duds=average(tally, arm, asset, "duds"),
        people_exposed=average(tally, arm, asset, "people_exposed"),
    )


def _differences(tally: Tally, asset: str) -> dict[str, Measure]:
    return {
        f"difference_{name}": average(tally, DIFFERENCE, asset, name, paired=True)
        for name in ("leakers", "p_no_leaker", "people_exposed")
    }


def asset_answers(lifted: Lifted, lowered: Lowered, catalogue: Catalogue) -> list[AssetAnswer]:
    """Return one row per defended asset, then the row "all"."""
    tables = lowered.tables
    rows = []
    for a, asset in enumerate(lowered.assets):
        site = catalogue.site(asset.site)
        rows.append(
            AssetAnswer(
                asset_id=asset.id,
                name=site.name,
                site=asset.site,
                lat_deg=site.lat_deg,
                lon_deg=site.lon_deg,
                radius_m=float(tables.asset_radius_m[a]),
                people=lowered.people[a],
                n_threats=int((attackers(tables) & (tables.threat_asset == a)).sum()),
                defended=_outcome(lifted, DEFENDED, asset.id),
                undefended=_outcome(lifted, UNDEFENDED, asset.id),
                **_differences(lifted.tally, asset.id),
            )
        )
    whole = AssetAnswer(
        asset_id=ALL,
        name="All defended assets",
        site="",
        lat_deg=sum(row.lat_deg for row in rows) / len(rows),
        lon_deg=sum(row.lon_deg for row in rows) / len(rows),
        radius_m=0.0,
        people=sum(lowered.people),
        n_threats=int(attackers(tables).sum()),
        defended=_outcome(lifted, DEFENDED, ALL),
        undefended=_outcome(lifted, UNDEFENDED, ALL),
        **_differences(lifted.tally, ALL),
    )
    return [*rows, whole]


def expenditure(lifted: Lifted, lowered: Lowered, catalogue: Catalogue) -> list[Expenditure]:
    """Return rounds spent and left by fire unit and interceptor."""
    rows = []
    for g, group in enumerate(lowered.tables.group_ids):
        ready = int(lowered.tables.group_stock[g] + lowered.tables.group_reserve[g])
        spent = average(lifted.tally, "group", group, "spent")
        interceptor = lowered.tables.group_interceptors[g]
        rows.append(
            Expenditure(
                unit_id=lowered.units[lowered.group_unit[g]].id,
                interceptor=interceptor,
                interceptor_name=catalogue.text(f"interceptor.{interceptor}.name"),
                ready=ready,
                spent=spent,
                left=Measure(
                    ready - spent.value,
                    ready - spent.high,
                    ready - spent.low,
                    "t",
                    spent.level,
                    spent.n,
                ),
                p_empty=proportion(lifted.tally, "group", group, "empty"),
            )
        )
    return rows


def reason_rows(lifted: Lifted, lowered: Lowered) -> list[ReasonRow]:
    """Return why leakers got through, most frequent first within each asset; no empty rows."""
    rows = []
    for asset in (*lowered.tables.asset_ids, ALL):
        total, _ = lifted.tally.sums(DEFENDED, asset, "leakers")
        own = []
        for reason in Reason:
            leakers = average(lifted.tally, "reason", asset, reason.name)
            if leakers.value > 0:
                share = leakers.value * lifted.tally.n / total
                words = REASON_WORDS[reason]
                own.append(ReasonRow(asset, reason.name.lower(), words, leakers, share))
        rows += sorted(own, key=lambda row: -row.leakers.value)
    return rows


def _basis(standing: Standing | None) -> str:
    """Say who states how likely a unit is operational."""
    if standing is None:
        return "scenario"
    return "ledger" if standing.reported else "no reporting"


def unit_answers(
    lifted: Lifted,
    lowered: Lowered,
    catalogue: Catalogue,
    standings: Mapping[str, Standing] = MappingProxyType({}),
) -> list[UnitAnswer]:
    """Return each fire unit: what is thought of it, and how often it was up.

    standings : what a ledger says, by fire unit.
    """
    rows = []
    for u, unit in enumerate(lowered.units):
        site = catalogue.site(unit.site)
        radar = radar_of(catalogue, unit)
        p = float(lowered.tables.p_posture[u])
        rows.append(
            UnitAnswer(
                unit_id=unit.id,
                name=unit.name or unit.id,
                battery=catalogue.text(f"battery.{unit.battery}.name"),
                site=unit.site,
                lat_deg=site.lat_deg,
                lon_deg=site.lon_deg,
                boresight_deg=unit.boresight_deg.nominal,
                search_sector_deg=catalogue.quantity(f"radar.{radar}.search_sector").nominal,
                track_sector_deg=catalogue.quantity(f"radar.{radar}.track_sector").nominal,
                status=unit.status,
                p_operational=p,
                p_operational_words=likelihood(p),
                availability=float(lowered.tables.p_available[u]),
                **{
                    name: proportion(lifted.tally, "unit", unit.id, name)
                    for name in ("up", "linked", "radar_only", "lost")
                },
                doctrine=unit.doctrine or "none: sees only",
                note=unit.note,
                p_basis=_basis(standings.get(unit.id)),
            )
        )
    return rows


def flight_answers(lifted: Lifted, lowered: Lowered) -> list[FlightAnswer]:
    """Return what happens to friendly and neutral flights, none where nobody flies."""
    tally, side = lifted.tally, lowered.tables.threat_side
    counts = {
        "friendly": int((side == Side.FRIENDLY).sum()),
        "neutral": int((side == Side.NEUTRAL).sum()),
        ALL: int((side != Side.HOSTILE).sum()),
    }
    return [
        FlightAnswer(
            side=name,
            n_flights=count,
            p_any_shot_down=proportion(tally, "flights", name, "any"),
            shot_down=average(tally, "flights", name, "shot_down"),
            fired_at=average(tally, "flights", name, "fired_at"),
        )
        for name, count in counts.items()
        if count > 0
    ]


def decoy_answer(lifted: Lifted, lowered: Lowered) -> DecoyAnswer | None:
    """Return what decoys cost the defence, None where there are none."""
    count = int((lowered.tables.decoy > 0).sum())
    if count == 0:
        return None
    return DecoyAnswer(
        count,
        average(lifted.tally, "decoys", ALL, "engaged"),
        average(lifted.tally, "decoys", ALL, "rounds"),
    )


def volley_answers(
    scenario: Scenario, lowered: Lowered, catalogue: Catalogue
) -> list[VolleyAnswer]:
    """Return the raid as described, by time of first impact."""
    tables = lowered.tables
    p_fail = {
        name.rsplit("_", 1)[0]: float(p)
        for name, p in zip(tables.threat_ids, tables.p_fail, strict=True)
    }
    rows = [
        VolleyAnswer(
            volley_id=volley.id,
            threat=volley.threat,
            threat_name=catalogue.text(f"threat.{volley.threat}.name"),
            count=volley.count,
            asset_id=volley.asset,
            approach_azimuth_deg=volley.approach_azimuth_deg.nominal,
            approach_azimuth_low_deg=volley.approach_azimuth_deg.low,
            approach_azimuth_high_deg=volley.approach_azimuth_deg.high,
            ground_range_m=volley.ground_range_m.nominal,
            ground_range_low_m=volley.ground_range_m.low,
            ground_range_high_m=volley.ground_range_m.high,
            style=volley.style,
            first_impact_s=volley.first_impact_s,
            spacing_s=volley.spacing_s.nominal,
            p_failure=p_fail[volley.id],
            basis=volley.basis,
            note=volley.note,
        )
        for volley in scenario.volley
    ]
    return sorted(rows, key=lambda row: (row.first_impact_s, row.volley_id))
