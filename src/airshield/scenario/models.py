"""Mirror a scenario file one to one: defended assets, fire units, doctrines, the raid, friends.

SI units with the unit in the key, angles in degrees; lowering (in `simulate`) is the only place
that converts. Every number may be written plain or as `{low, nominal, high, basis, source, note}`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Basis = Literal["seen", "secondary", "memory", "estimate", "scenario"]
Method = Literal["shoot_shoot", "shoot_look_shoot", "ripple", "salvo"]
Style = Literal["nominal", "lofted", "depressed"]
ControlStatus = Literal["free", "tight", "hold"]
Command = Literal["centralised", "decentralised", "autonomous"]
Side = Literal["friendly", "neutral"]
ThreatClass = Literal["ballistic", "rocket", "cruise", "drone", "aircraft", "anti_radiation"]
OrderWord = Literal["engage", "cease_engagement", "hold_fire", "free", "tight", "hold"]
UnitStatus = Literal[
    "none", "requested", "ordered", "in_transit", "assembling", "operational", "withdrawn"
]
CLASSES: tuple[ThreatClass, ...] = get_args(ThreatClass)
"""What a track can be, in the order of the kernel's class index."""


class Model(BaseModel):
    """Refuse unknown keys and any change after loading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, validate_by_name=True
    )

    @classmethod
    def keys(cls) -> dict[str, str]:
        """Return the keys of the file's table, each with the name of its field here."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}


class Estimate(Model):
    """One number with its spread and where it comes from.

    A plain number in the file is read as `low = nominal = high` with basis "scenario".
    """

    low: float
    nominal: float
    high: float
    basis: Basis = "scenario"
    source: str = ""
    note: str = ""


def _from_plain(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"low": value, "nominal": value, "high": value}
    return value


Number = Annotated[Estimate, BeforeValidator(_from_plain, json_schema_input_type=float | Estimate)]


class SubArea(Model):
    """A disc inside a defended asset where people are, placed from the asset's centre."""

    id: Id
    east_m: float = 0.0
    north_m: float = 0.0
    radius_m: float = Field(gt=0)
    people: Number


class WarningSources(Model):
    """Who tells the people of an asset; the first warning counts. A number means its source."""

    intelligence: bool = False
    intelligence_s: Number | None = None
    """Before the first impact; None: the catalogue's `consequence.warning_intelligence`."""
    early_warning: bool = False
    early_warning_delay_s: Number | None = None
    """After the launch of a ballistic missile; None: the catalogue's."""
    siren: bool = False
    siren_delay_s: Number | None = None
    """After the first track by a fire unit that sees; None: the catalogue's alert latency."""


class Asset(Model):
    """One defended asset: a site, a radius, its people, their warning and shelter.

    `radius_m` is half of the site's extent in the catalogue where the file is silent. Without
    `sub_area` the people of the catalogue stand evenly over the whole asset.
    """

    id: Id
    site: Id
    priority: int = Field(default=1, ge=1, le=1000)
    """What is aimed at it is served before what is aimed at assets of a larger number."""
    radius_m: Number | None = None
    warning_s: Number | None = None
    """Time between a warning and the first impact; without any warning all are in the open."""
    warning: WarningSources | None = None
    shelter_max: Number | None = None
    """Largest share of the people that shelter holds; None: all."""
    people: Number | None = None
    sub_area: tuple[SubArea, ...] = ()


class LauncherGroup(Model):
    """Launchers of one interceptor in one fire unit."""

    interceptor: Id
    launchers: int = Field(ge=1, le=1000)
    rounds_per_launcher: int | None = Field(default=None, ge=1, le=10_000)
    """Ready rounds on each launcher, or bursts of a gun; None: the catalogue's."""
    reserve_rounds: int = Field(default=0, ge=0, le=100_000)
    """Rounds that can be brought up once the ready ones are spent."""
    reload_rounds: int | None = Field(default=None, ge=1, le=100_000)
    """Rounds of one reload; None: those of one launcher."""
    reload_s: Number | None = None
    """Time of one reload; None: the catalogue's."""
    basis: Basis = "scenario"
    note: str = ""


class Reported(Model):
    """Which chain of the scenario's ledger says whether a fire unit is operational."""

    system: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    """The ledger's word for it, such as "patriot"."""
    site: Annotated[str, StringConstraints(min_length=1, max_length=80)] | None = None
    """Where the ledger speaks of it; None: where the unit stands."""
    lot: Annotated[str, StringConstraints(min_length=1, max_length=80)] = "main"


class FireUnit(Model):
    """One fire unit (battery) at site level, with the probability that it is there and working.

    Without launchers it is a sensor: it sees, tells and warns.
    """

    id: Id
    name: str = ""
    battery: Id
    site: Id
    radar: Id | None = None
    """None: the radar of the catalogue's battery."""
    boresight_deg: Number
    """Primary target line, degrees clockwise from north."""
    status: UnitStatus = "operational"
    p_operational: Number | None = None
    """None: `posture` says it."""
    posture: Reported | None = None
    p_radar_only: Number | None = None
    p_autonomous: Number | None = None
    """With the one above: the share of these states if the unit is up; the rest is linked."""
    operational_split: bool = False
    """Take both from the catalogue's split of the battery."""
    doctrine: Id | None = None
    launch_spacing_s: Number | None = None
    """Least time between two launches of the unit, whatever their targets; None: the burst of a
    gun, or the catalogue's."""
    command: Command = "centralised"
    net: Id | None = None
    """Units of one net do not engage what another of it engages; None: the scenario's own net."""
    share_delay_s: Number | None = None
    """Decentralised: delay with which it hears of engagements; None: the battery's link delay."""
    track_net: Id | None = None
    """Units of one track net share tracks."""
    link_delay_s: Number | None = None
    """Delay with which it receives tracks; None: the battery's link delay."""
    p_link_lost: Number | None = None
    link_lost_s: Number | None = None
    """Scenario time of the loss; None: lost from the start."""
    p_interrogator: Number | None = None
    """Probability that its interrogator (IFF) works; None: certain."""
    protected_m: Number | None = None
    """Judges predicted impacts within this of itself; None: by defended assets, guns by the
    catalogue's protected radius."""
    self_defence_m: Number | None = None
    """An impact predicted within this of the unit counts as an attack on it; None: never."""
    vulnerable_m: Number | None = None
    """An impact within this of the unit ends its part; None: it cannot be lost."""
    launcher_group: tuple[LauncherGroup, ...] = ()
    note: str = ""


class Against(Model):
    """What a doctrine does otherwise against one threat class; None: as the doctrine itself."""

    threat_class: ThreatClass = Field(alias="class")
    engage: bool = True
    """False: not its task, it never fires at this class."""
    method: Method | None = None
    control_status: ControlStatus | None = None
    control_without_link: ControlStatus | None = None
    p_hostile: Number | None = None
    rounds: int | None = Field(default=None, ge=1, le=16)
    rounds_last: int | None = Field(default=None, ge=1, le=16)
    interval_s: Number | None = None
    kill_probability_floor: float | None = Field(default=None, ge=0, le=1)
    note: str = ""


class Doctrine(Model):
    """How a fire unit spends its rounds, and against whom.

    Rounds and interval are those of the catalogue's entry of the same method where None.
    """

    id: Id
    method: Method
    control_status: ControlStatus = "free"
    control_without_link: ControlStatus | None = None
    """While the unit has no link to others; None: as with one."""
    hostile_by_class: tuple[ThreatClass, ...] = tuple(c for c in CLASSES if c != "aircraft")
    """Classes that count as hostile by what they are, unless identified as friend."""
    p_hostile: Number | None = None
    """Probability that a track of another class is declared hostile by its behaviour; None: 0."""
    rounds: int | None = Field(default=None, ge=1, le=16)
    """Rounds of one engagement (the first look of shoot-look-shoot)."""
    rounds_last: int | None = Field(default=None, ge=1, le=16)
    """Shoot-look-shoot only: rounds where the window holds no further look."""
    interval_s: Number | None = None
    kill_probability_floor: float = Field(default=0.0, ge=0, le=1)
    reserve: float = Field(default=0.0, ge=0, le=1)
    """Share of the ready rounds kept back for later raids."""
    against: tuple[Against, ...] = ()
    note: str = ""


class Waypoint(Model):
    """One point of a route, seen from the asset; a plain place in the air, no spread."""

    bearing_deg: float = Field(ge=-360, le=360)
    range_m: float = Field(ge=0, le=5_000_000)
    height_m: float = Field(gt=0, le=40_000)
    """Above the ground of the asset."""


class Volley(Model):
    """Threats of one type at one asset from one axis, arriving together.

    Low flyers come straight, or over `waypoint`, at a height and a speed of their own.
    """

    id: Id
    threat: Id
    count: int = Field(ge=1, le=10_000)
    asset: Id
    approach_azimuth_deg: Number
    """Bearing from the asset to where the threat comes from, degrees clockwise from north."""
    ground_range_m: Number
    style: Style = "nominal"
    first_impact_s: float = 0.0
    """Scenario time of the volley's first impact, were nothing done."""
    spacing_s: Number
    """Time between the impacts of the volley."""
    p_failure: Number | None = None
    """In-flight failure; None: the catalogue's `failure_fraction`, of rockets the misfires."""
    p_dud: Number | None = None
    """Falls and does not explode; None: the catalogue's `dud_fraction`, else never."""
    aim_error_m: Number | None = None
    """Rockets: standard deviation common to the volley, each axis; None: the catalogue's."""
    height_m: Number | None = None
    """Low flyers: height above the ground of the asset; None: the catalogue's `altitude`."""
    speed_m_s: Number | None = None
    """Low flyers; None: the catalogue's `speed_cruise`, else `speed_max`."""
    waypoint: tuple[Waypoint, ...] = ()
    """Low flyers: where they pass between their coming and the asset, in order."""
    decoy: bool = False
    """A body without effect."""
    p_recognise: Number | None = None
    """Probability that a fire unit tells a decoy from the real thing; None: never."""
    basis: Basis = "scenario"
    source: str = ""
    note: str = ""


class Flight(Model):
    """Friendly or neutral aircraft on a route, which nobody should shoot at."""

    id: Id
    side: Side
    type: Id
    """Aircraft of the catalogue."""
    count: int = Field(default=1, ge=1, le=10_000)
    asset: Id
    """The asset that the route is described from."""
    waypoint: tuple[Waypoint, ...]
    """From where it comes to where it leaves, two or more."""
    leaves_s: float = 0.0
    """Scenario time at which the first one reaches the last way-point."""
    spacing_s: Number | None = None
    """Time between aircraft; needed for more than one."""
    speed_m_s: Number | None = None
    """None: the catalogue's `speed_cruise`, else `speed_max`."""
    p_reply: Number | None = None
    """Answers as friend (IFF); None: the catalogue's for friends, never for neutrals."""
    p_cleared: Number
    """Its flight permission is known to the fire units; 0: lapsed."""
    basis: Basis = "scenario"
    source: str = ""
    note: str = ""


class SeenAs(Model):
    """Probabilities that a track of one class is taken for another; the rest is taken rightly."""

    ballistic: Number | None = None
    rocket: Number | None = None
    cruise: Number | None = None
    drone: Number | None = None
    aircraft: Number | None = None
    anti_radiation: Number | None = None


class Confusion(Model):
    """A row of `SeenAs` for each true class; None: always taken for what it is."""

    ballistic: SeenAs | None = None
    rocket: SeenAs | None = None
    cruise: SeenAs | None = None
    drone: SeenAs | None = None
    aircraft: SeenAs | None = None
    anti_radiation: SeenAs | None = None


class Identification(Model):
    """How well fire units tell what a track is, and whom it attacks."""

    catalogue: bool = False
    """Take the catalogue's estimates of confusion; rows of `confusion` stand in their place."""
    attacks_unit: tuple[ThreatClass, ...] = ("anti_radiation",)
    """A track that is taken for one of these counts as an attack on the unit itself."""
    confusion: Confusion | None = None


class Order(Model):
    """An order to a fire unit from one time on; the last one that applies holds."""

    time_s: float
    fire_unit: Id | None = None
    """None: every fire unit."""
    threat_class: ThreatClass | None = Field(default=None, alias="class")
    """None: every class."""
    order: OrderWord
    note: str = ""


class Terrain(Model):
    """Heights of the ground that hide what flies low."""

    file: str = Field(min_length=1)
    """A GeoTIFF, its path from the scenario file."""


class Posture(Model):
    """What says which fire units are operational: a ledger of reports, seen on a day."""

    ledger: str = Field(min_length=1)
    """A bundled ledger, or a file, its path from the scenario file."""
    on: dt.date
    known_by: dt.date | None = None
    """What came out later is left out; None: everything in the ledger counts."""


class Override(Model):
    """A scenario's own value for one catalogue quantity, in the catalogue's unit."""

    low: float
    nominal: float
    high: float
    basis: Basis = "scenario"
    source: str = ""
    note: str = ""


OverrideNumber = Annotated[
    Override, BeforeValidator(_from_plain, json_schema_input_type=float | Override)
]


class Scenario(Model):
    """A whole scenario file."""

    schema_version: Literal[1]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    title: str
    question: str
    date: dt.date | None = None
    summary: str = ""
    assumptions: tuple[str, ...] = ()
    """Sentences printed in the report under "what was assumed"."""
    asset: tuple[Asset, ...]
    fire_unit: tuple[FireUnit, ...] = ()
    doctrine: tuple[Doctrine, ...] = ()
    order: tuple[Order, ...] = ()
    identification: Identification | None = None
    terrain: Terrain | None = None
    posture: Posture | None = None
    volley: tuple[Volley, ...]
    flight: tuple[Flight, ...] = ()
    override: dict[str, dict[str, OverrideNumber]] = Field(default_factory=dict)
    """`[override."interceptor.pac3_cri"] sskp_tbm = {low, nominal, high, basis, note}`."""
