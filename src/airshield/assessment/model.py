"""Describe an assessment: the answer, its intervals, and what it was computed from.

Every dataclass is frozen and holds plain Python values, so that `to_dict` is JSON at once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from airshield.extras import late
from airshield.result.notebook import shown
from airshield.result.store import write_json

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


@dataclass(frozen=True)
class Measure:
    """A number with its interval.

    method: "wilson" (proportion), "t" (mean), "paired_t" (difference), "range" (quantile band of
    the outer loop), "exact" (no sampling: low = value = high).
    """

    value: float
    low: float
    high: float
    method: Literal["wilson", "t", "paired_t", "range", "exact"]
    level: float
    n: int


@dataclass(frozen=True)
class Outcome:
    """What happens to one defended asset, or to all of them, in one arm (defended or not).

    Counts are means over replications of threats aimed at the asset, except `leakers`
    (= impacts in the asset) and `people_exposed`, which are counted where they fall.
    """

    p_no_leaker: Measure
    leakers: Measure
    leakers_p05: float
    """5 % quantile of leakers over replications (chance and posture, not parameters)."""
    leakers_p95: float
    impacts_elsewhere: Measure
    elsewhere_harmless: Measure
    elsewhere_displaced: Measure
    failed_in_flight: Measure
    intercepts: Measure
    """Threats hit at least once."""
    warheads_stopped: Measure
    duds: Measure
    """Leakers that did not explode."""
    people_exposed: Measure


@dataclass(frozen=True)
class AssetAnswer:
    """One row of the answer; `asset_id` is "all" for the whole raid."""

    asset_id: str
    name: str
    site: str
    lat_deg: float
    lon_deg: float
    radius_m: float
    people: float
    n_threats: int
    defended: Outcome
    undefended: Outcome
    difference_leakers: Measure
    """Undefended minus defended, paired on common random numbers."""
    difference_p_no_leaker: Measure
    """Defended minus undefended."""
    difference_people_exposed: Measure


@dataclass(frozen=True)
class Expenditure:
    """Rounds of one interceptor type in one fire unit."""

    unit_id: str
    interceptor: str
    interceptor_name: str
    ready: int
    """Rounds that the doctrine lets it fire, reserve taken off."""
    spent: Measure
    left: Measure
    p_empty: Measure


@dataclass(frozen=True)
class UnitAnswer:
    """One fire unit: what is thought of it, and how often it was up."""

    unit_id: str
    name: str
    battery: str
    site: str
    lat_deg: float
    lon_deg: float
    boresight_deg: float
    search_sector_deg: float
    track_sector_deg: float
    status: str
    p_operational: float
    p_operational_words: str
    availability: float
    up: Measure
    linked: Measure
    """Up with a link to others."""
    radar_only: Measure
    """Up, but its launchers do not fire."""
    lost: Measure
    """Put out of action by an impact."""
    doctrine: str
    note: str
    p_basis: str = "scenario"
    """Who says `p_operational`: "scenario", "ledger", or "no reporting" (the ledger's drift)."""


@dataclass(frozen=True)
class Fact:
    """One open question of the posture: whether a fire unit is operational."""

    unit_id: str
    name: str
    site: str
    share_operational: float
    """Share of replications in which it was."""
    leakers_if_operational: Measure
    leakers_if_not: Measure
    """Leakers of all assets, the other units as they go with it."""
    reduction: Measure
    """Expected reduction of the variance of leakers of all assets, once this is known."""
    share: float
    """The same as a share of that variance."""


@dataclass(frozen=True)
class PostureAnswer:
    """Where the posture comes from, and what it would be worth to know more of it."""

    ledger: str | None
    """None: the scenario's own probabilities."""
    ledger_hash: str | None
    on: str | None
    known_by: str | None
    variance: float
    """Of leakers of all assets over replications, at nominal values: chance and posture."""
    together: float
    """Expected reduction of it, were the whole posture known."""
    together_share: float
    facts: tuple[Fact, ...]
    """The one that narrows the answer most comes first."""


@dataclass(frozen=True)
class UnitWeek:
    """One fire unit in one week; not `reported`: nobody had spoken of its site, drift alone."""

    unit_id: str
    p_operational: float
    reported: bool


@dataclass(frozen=True)
class AssetWeek:
    """One defended asset, or all, in one week."""

    asset_id: str
    p_no_leaker: Measure
    leakers: Measure


@dataclass(frozen=True)
class Week:
    """The answer against the posture of one day, known by another."""

    on: str
    known_by: str
    units: tuple[UnitWeek, ...]
    assets: tuple[AssetWeek, ...]


@dataclass(frozen=True)
class Timeline:
    """The same raid against the posture of each week that a ledger covers."""

    ledger: str
    as_known: tuple[Week, ...]
    """With what had come out by that day."""
    in_hindsight: tuple[Week, ...]
    """With everything in the ledger."""
    undefended: tuple[AssetWeek, ...]
    replications: int


@dataclass(frozen=True)
class FlightAnswer:
    """Friendly and neutral flights, and what the defence does to them."""

    side: str
    """"friendly", "neutral" or "all"."""
    n_flights: int
    p_any_shot_down: Measure
    """Probability of fratricide: at least one flight of the side is brought down."""
    shot_down: Measure
    fired_at: Measure


@dataclass(frozen=True)
class TradeOff:
    """What one weapons control status would do to the same raid and the same flights."""

    label: str
    control_status: str
    p_hostile: float | None
    """Probability that an unidentified track is declared hostile; None: the scenario's own."""
    leakers: Measure
    p_fratricide: Measure


@dataclass(frozen=True)
class DecoyAnswer:
    """Decoys, and what they cost."""

    n_decoys: int
    engaged: Measure
    rounds: Measure


@dataclass(frozen=True)
class VolleyAnswer:
    """One volley of the raid as described in the scenario."""

    volley_id: str
    threat: str
    threat_name: str
    count: int
    asset_id: str
    approach_azimuth_deg: float
    approach_azimuth_low_deg: float
    approach_azimuth_high_deg: float
    ground_range_m: float
    ground_range_low_m: float
    ground_range_high_m: float
    style: str
    first_impact_s: float
    spacing_s: float
    p_failure: float
    basis: str
    note: str


@dataclass(frozen=True)
class LadderRung:
    """The engagement timeline of one threat family against one launcher group of one fire unit.

    Times are seconds before impact (positive), altitudes above the asset. None where the stage is
    never reached; `limited_by` says what sets the number of looks.
    """

    family_id: str
    threat: str
    threat_name: str
    asset_id: str
    unit_id: str
    interceptor: str
    detection_to_launch_s: float
    flight_time_s: float
    apogee_m: float
    detected_s: float | None
    """First detection, median."""
    detected_p05_s: float | None
    """Late detection: 95 % of detections are earlier."""
    detected_p95_s: float | None
    detected_range_m: float | None
    engageable_s: float | None
    """First launch time that has an intercept inside the envelope, whatever the track."""
    launch_s: float | None
    """First launch: the later of detection plus delay and engageable."""
    last_launch_s: float | None
    intercept_s: float | None
    intercept_altitude_m: float | None
    intercept_range_m: float | None
    last_intercept_altitude_m: float | None
    looks: int
    limited_by: str
    """What sets the first launch and the number of looks, in words."""
    looks_by_delay: tuple[tuple[float, int], ...]
    """(detection-to-launch time, looks) at low, nominal and high."""


@dataclass(frozen=True)
class ReasonRow:
    """Why leakers got through: mean number of leakers with this reason."""

    asset_id: str
    reason: str
    words: str
    leakers: Measure
    share: float


@dataclass(frozen=True)
class Assumption:
    """One value that the run used."""

    path: str
    low: float
    nominal: float
    high: float
    unit: str
    basis: str
    source: str
    claims_to_cite: str
    note: str
    is_prior: bool
    """A kill probability or another value that no source states."""
    swing: tuple[float, float] | None = None
    """Change of the headline (leakers of all assets) at low and at high, common random numbers."""


@dataclass(frozen=True)
class Spread:
    """The three kinds of uncertainty of one headline quantity.

    `parameter_low/high`: 5-95 % band of the outer loop's conditional means.
    Shares are first-order and *of the ranges chosen*; they add up to one.
    """

    quantity: str
    chance_share: float
    parameter_share: float
    posture_share: float
    dominant: str
    parameter_low: float
    parameter_high: float
    n_samples: int
    n_replications_each: int


@dataclass(frozen=True)
class Provenance:
    """Where the numbers come from and how to get the same bits again."""

    version: str
    seed: int
    replications: int
    scenario_id: str
    scenario_hash: str
    catalogue_hash: str
    outcome_hash: str
    python: str
    numpy: str
    numba: str
    threads: int
    device: str
    """"cpu", or "cuda" and the name of the graphics processor that played the answer."""
    elapsed_s: float
    stopped_by: str
    """"replications", "width" or "interrupt"."""


@dataclass(frozen=True)
class Assessment:
    """The whole answer to one scenario."""

    title: str
    question: str
    headline: str
    """One paragraph that a journalist could quote."""
    date: str | None
    description: str
    assets: tuple[AssetAnswer, ...]
    """One row per defended asset, then the row "all"."""
    units: tuple[UnitAnswer, ...]
    volleys: tuple[VolleyAnswer, ...]
    expenditure: tuple[Expenditure, ...]
    ladder: tuple[LadderRung, ...]
    reasons: tuple[ReasonRow, ...]
    flights: tuple[FlightAnswer, ...]
    """One row per side that flies, then "all"; empty where nobody flies."""
    trade_off: tuple[TradeOff, ...]
    """Leakers against fratricide by weapons control status; empty where nobody flies."""
    decoys: DecoyAnswer | None
    assumptions: tuple[Assumption, ...]
    stated: tuple[str, ...]
    """Sentences: the scenario's assumptions and what is left out on purpose."""
    spread: tuple[Spread, ...]
    leaker_histogram: tuple[tuple[int, float, float], ...]
    """(leakers of all assets, share of replications defended, share undefended)."""
    provenance: Provenance
    posture: PostureAnswer | None = None
    """None where no ledger is named and no fire unit is in doubt."""
    timeline: Timeline | None = None
    """Only where it was asked for."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain Python values, ready for JSON."""
        return asdict(self)

    def summary(self) -> str:
        """Return the quotable paragraph."""
        return self.headline

    def save(self, path: str | Path) -> None:
        """Write the assessment as one JSON file.

        Raises
        ------
        OutputError : it cannot be written.
        """
        write_json(Path(path), self.to_dict())

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record per asset, arm and measure: value, interval, method."""
        rows = []
        for answer in self.assets:
            for arm in ("defended", "undefended"):
                for name, measure in vars(getattr(answer, arm)).items():
                    if isinstance(measure, Measure):
                        rows.append(
                            {"asset": answer.asset_id, "arm": arm, "measure": name}
                            | asdict(measure)
                        )
        return rows

    def to_frame(self) -> pd.DataFrame:
        """Return the answer as a long pandas table: asset, arm, measure, value, low, high.

        Raises
        ------
        MissingExtraError : pandas is not installed.
        """
        frame: pd.DataFrame = late("pandas", "frames").DataFrame(self.records())
        return frame

    def to_xarray(self) -> xr.Dataset:
        """Return the answer as an xarray Dataset over (asset, arm, bound).

        Raises
        ------
        MissingExtraError : xarray is not installed.
        """
        xarray = late("xarray", "frames")
        assets = [answer.asset_id for answer in self.assets]
        arms, bounds = ["defended", "undefended"], ["low", "value", "high"]
        records = self.records()
        found = {(r["asset"], r["arm"], r["measure"]): r for r in records}
        names = list(dict.fromkeys(r["measure"] for r in records))
        variables = {
            name: (
                ("asset", "arm", "bound"),
                [[[found[a, m, name][b] for b in bounds] for m in arms] for a in assets],
            )
            for name in names
        }
        coordinates = {"asset": assets, "arm": arms, "bound": bounds}
        dataset: xr.Dataset = xarray.Dataset(
            variables, coordinates, attrs={"seed": self.provenance.seed}
        )
        return dataset

    def _repr_html_(self) -> str:
        rows = (
            (
                a.name,
                f"{a.defended.leakers.value:.2f}",
                f"{a.undefended.leakers.value:.2f}",
                f"{a.defended.p_no_leaker.value:.3f}",
            )
            for a in self.assets
        )
        return shown(self.headline, ("", "leakers", "undefended", "P(no leaker)"), rows)
