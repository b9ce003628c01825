"""A small assessment made by hand, so that tests know every number without running anything."""

from airshield.assessment.model import (
    Assessment,
    AssetAnswer,
    Assumption,
    Expenditure,
    LadderRung,
    Measure,
    Outcome,
    Provenance,
    ReasonRow,
    Spread,
    UnitAnswer,
    VolleyAnswer,
)

N = 20_000


def mean(value, half=0.02):
    return Measure(value, value - half, value + half, "t", 0.95, N)


def share(value, half=0.01):
    return Measure(value, max(0.0, value - half), min(1.0, value + half), "wilson", 0.95, N)


NEVER = Measure(0.0, 0.0, 0.0, "t", 0.95, N)


def outcome(leakers, stopped, failed, none):
    return Outcome(
        p_no_leaker=share(none),
        leakers=mean(leakers),
        leakers_p05=1.0,
        leakers_p95=4.0,
        impacts_elsewhere=mean(0.25),
        elsewhere_harmless=NEVER,
        elsewhere_displaced=mean(0.25),
        failed_in_flight=mean(failed),
        intercepts=mean(stopped + 0.5) if stopped else NEVER,
        warheads_stopped=mean(stopped) if stopped else NEVER,
        people_exposed=mean(12.0, 1.5),
        duds=NEVER,
    )


def answer(asset_id, name, n, defended, undefended, gain):
    return AssetAnswer(
        asset_id=asset_id,
        name=name,
        site="" if asset_id == "all" else asset_id,
        lat_deg=34.0,
        lon_deg=44.0 if asset_id == "north" else 43.0,
        radius_m=2500.0,
        people=1500.0,
        n_threats=n,
        defended=defended,
        undefended=undefended,
        difference_leakers=gain,
        difference_p_no_leaker=share(0.3),
        difference_people_exposed=mean(0.4, 1.0),
    )


def rung(threat, unit, interceptor, delays=((5.0, 2), (9.0, 1), (15.0, 0)), **changes):
    values = {
        "family_id": threat.lower(),
        "threat": threat.lower(),
        "threat_name": threat,
        "asset_id": "north",
        "unit_id": unit,
        "interceptor": interceptor,
        "detection_to_launch_s": 9.0,
        "flight_time_s": 330.0,
        "apogee_m": 140e3,
        "detected_s": 84.0,
        "detected_p05_s": 70.0,
        "detected_p95_s": 99.0,
        "detected_range_m": 151_200.0,
        "engageable_s": 36.0,
        "launch_s": 36.0,
        "last_launch_s": 13.0,
        "intercept_s": 16.0,
        "intercept_altitude_m": 15_200.0,
        "intercept_range_m": 17_000.0,
        "last_intercept_altitude_m": 4_000.0,
        "looks": 1,
        "limited_by": "the envelope",
        "looks_by_delay": delays,
    }
    return LadderRung(**(values | changes))


def unit(unit_id, name, p, words):
    return UnitAnswer(
        unit_id=unit_id,
        name=name,
        battery="Patriot battery",
        site="north",
        lat_deg=34.0,
        lon_deg=44.0,
        boresight_deg=81.0,
        search_sector_deg=90.0,
        track_sector_deg=120.0,
        status="operational",
        p_operational=p,
        p_operational_words=words,
        availability=0.88,
        up=share(0.76),
        linked=share(0.7),
        radar_only=share(0.04),
        lost=NEVER,
        doctrine="default",
        note="",
    )


def volley(volley_id, threat, count, asset):
    return VolleyAnswer(
        volley_id=volley_id,
        threat=threat.lower(),
        threat_name=threat,
        count=count,
        asset_id=asset,
        approach_azimuth_deg=81.0,
        approach_azimuth_low_deg=67.0,
        approach_azimuth_high_deg=94.0,
        ground_range_m=431e3,
        ground_range_low_m=331e3,
        ground_range_high_m=500e3,
        style="nominal",
        first_impact_s=0.0,
        spacing_s=20.0,
        p_failure=0.25,
        basis="estimate",
        note="",
    )


def assumption(path, low, nominal, high, swing=None, prior=False):
    return Assumption(
        path=path,
        low=low,
        nominal=nominal,
        high=high,
        unit="1",
        basis="estimate" if prior else "seen",
        source="" if prior else "https://example.org/report",
        claims_to_cite="",
        note="a note",
        is_prior=prior,
        swing=swing,
    )


def sample_assessment():
    return Assessment(
        title="A raid on two bases",
        question="What gets through?",
        headline="In this model 2.50 of 8 get through.",
        date="2020-04-12",
        description="Eight against two.",
        assets=(
            answer(
                "north",
                "North Base (by the river)",
                6,
                outcome(2.0, 2.5, 1.25, 0.2),
                outcome(4.5, 0, 1.25, 0.01),
                mean(2.5),
            ),
            answer(
                "south",
                "South Base",
                2,
                outcome(0.5, 1.0, 0.25, 0.6),
                outcome(0.51, 0, 0.25, 0.59),
                mean(0.01),
            ),
            answer(
                "all",
                "All defended assets",
                8,
                outcome(2.5, 3.5, 1.5, 0.15),
                outcome(5.01, 0, 1.5, 0.0),
                mean(2.51),
            ),
        ),
        units=(unit("u1", "First battery", 0.885, "very likely"),),
        volleys=(volley("v1", "Alpha", 6, "north"), volley("v2", "Beta", 2, "south")),
        expenditure=(
            Expenditure("u1", "cri", "PAC-3 CRI", 32, mean(17.1, 0.12), mean(14.9, 0.12), NEVER),
            Expenditure("u1", "gem", "GEM-T", 16, NEVER, Measure(16, 16, 16, "t", 0.95, N), NEVER),
        ),
        ladder=(
            rung("Alpha", "u1", "cri"),
            rung("Beta", "u1", "cri", delays=((5.0, 1), (9.0, 1), (15.0, 1))),
        ),
        reasons=(
            ReasonRow("all", "missed", "engaged and missed", mean(2.0), 0.8),
            ReasonRow("all", "unit_not_up", "fire unit not there", mean(0.5), 0.2),
            ReasonRow("north", "missed", "engaged and missed", mean(2.0), 1.0),
        ),
        flights=(),
        trade_off=(),
        decoys=None,
        assumptions=(
            assumption("interceptor.cri.sskp_tbm", 0.4, 0.65, 0.85, (1.5, -0.5), prior=True),
            assumption("threat.alpha.cep", 5, 30, 100, (0.0, 0.0)),
            assumption("threat.alpha.p_failure", 0.1, 0.25, 0.49, (0.9, -1.6)),
            assumption("threat.beta.mass", 1, 2, 3),
        ),
        stated=("Jamming is left out.",),
        spread=(Spread("leakers of all assets", 0.7, 0.2, 0.1, "chance", 1.9, 3.4, 128, 1024),),
        leaker_histogram=((0, 0.15, 0.0), (1, 0.35, 0.25), (2, 0.5, 0.75)),
        provenance=Provenance(
            version="0.1.0",
            seed=7,
            replications=N,
            scenario_id="two-bases",
            scenario_hash="a" * 64,
            catalogue_hash="b" * 64,
            outcome_hash="c" * 64,
            python="3.11",
            numpy="2.4",
            numba="0.68",
            threads=2,
            device="cpu",
            elapsed_s=1.5,
            stopped_by="replications",
        ),
    )
