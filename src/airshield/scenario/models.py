"""Mirror a scenario file one to one: defended assets, fire units, doctrines, the raid.

SI units with the unit in the key, angles in degrees; lowering (in `simulate`) is the only place
that converts. Every number may be written plain or as `{low, nominal, high, basis, source, note}`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Basis = Literal["seen", "secondary", "memory", "estimate", "scenario"]
Method = Literal["shoot_shoot", "shoot_look_shoot", "ripple", "salvo"]
Style = Literal["nominal", "lofted", "depressed"]
ControlStatus = Literal["free", "tight", "hold"]
UnitStatus = Literal[
    "none", "requested", "ordered", "in_transit", "assembling", "operational", "withdrawn"
]


class Model(BaseModel):
    """Refuse unknown keys and any change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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


class Asset(Model):
    """One defended asset: a site, a radius, its people, and how long the warning is.

    `radius_m` is half of the site's extent in the catalogue where the file is silent. Without
    `sub_area` the people of the catalogue stand evenly over the whole asset.
    """

    id: Id
    site: Id
    radius_m: Number | None = None
    warning_s: Number | None = None
    """Time between the warning and the first impact; None: no warning, everybody in the open."""
    people: Number | None = None
    sub_area: tuple[SubArea, ...] = ()


class LauncherGroup(Model):
    """Launchers of one interceptor in one fire unit."""

    interceptor: Id
    launchers: int = Field(ge=1)
    rounds_per_launcher: int | None = Field(default=None, ge=1)
    """Ready rounds on each launcher; None: the catalogue's `per_launcher`."""
    basis: Basis = "scenario"
    note: str = ""


class FireUnit(Model):
    """One fire unit (battery) at site level, with the probability that it is there and working."""

    id: Id
    name: str = ""
    battery: Id
    site: Id
    radar: Id | None = None
    """None: the radar of the catalogue's battery."""
    boresight_deg: Number
    """Primary target line, degrees clockwise from north."""
    status: UnitStatus = "operational"
    p_operational: Number
    doctrine: Id
    launch_spacing_s: Number
    """Least time between two launches of the unit, whatever their targets."""
    launcher_group: tuple[LauncherGroup, ...] = ()
    note: str = ""


class Doctrine(Model):
    """How a fire unit spends its rounds against ballistic threats.

    Rounds and interval are those of the catalogue's entry of the same method where None.
    """

    id: Id
    method: Method
    control_status: ControlStatus = "free"
    rounds: int | None = Field(default=None, ge=1, le=16)
    """Rounds of one engagement (the first look of shoot-look-shoot)."""
    rounds_last: int | None = Field(default=None, ge=1, le=16)
    """Shoot-look-shoot only: rounds where the window holds no further look."""
    interval_s: Number | None = None
    kill_probability_floor: float = Field(default=0.0, ge=0, le=1)
    reserve: float = Field(default=0.0, ge=0, le=1)
    """Share of the ready rounds kept back for later raids."""
    note: str = ""


class Volley(Model):
    """Threats of one type at one asset from one axis, arriving together."""

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
    """In-flight failure; None: the catalogue's `failure_fraction`."""
    basis: Basis = "scenario"
    source: str = ""
    note: str = ""


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
    volley: tuple[Volley, ...]
    override: dict[str, dict[str, OverrideNumber]] = Field(default_factory=dict)
    """`[override."interceptor.pac3_cri"] sskp_tbm = {low, nominal, high, basis, note}`."""
