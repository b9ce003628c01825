"""Answer what needs no run: borders, posture, claims, sources, what may be planned or exported."""

from __future__ import annotations

from importlib import resources
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from airshield.replay.formats import FORMATS
from airshield.web import answers, plans

router = APIRouter(tags=["answers"])
Json = dict[str, Any]
Day = Annotated[str, Query(max_length=10)]
MaybeDay = Annotated[str | None, Query(max_length=10)]


@router.get("/borders", response_class=Response)
def borders() -> Response:
    """Return the borders of the world as GeoJSON (Natural Earth, public domain)."""
    path = resources.files("airshield.report") / "data" / "borders.geojson"
    return Response(
        path.read_bytes(),
        media_type="application/geo+json",
        headers={"cache-control": "private, max-age=86400"},
    )


@router.get("/posture")
def posture(on: Day, known_by: MaybeDay = None) -> Json:
    """Return who was where on a day, as known by another."""
    return answers.posture(on, known_by)


@router.get("/posture/{site}/claims")
def claims(site: str, on: Day, known_by: MaybeDay = None) -> Json:
    """Return every claim about a site, with its source and what it moved."""
    return answers.claims(site, on, known_by)


@router.get("/quantities")
def quantities() -> list[Json]:
    """Return every number of the catalogue with its spread, basis and source."""
    return answers.quantities()


@router.get("/plans")
def listed() -> list[Json]:
    """Return the bundled plans of sites and bases."""
    return plans.listed()


@router.get("/formats")
async def formats() -> list[Json]:
    """Return the formats in which a replication is handed on."""
    return [{"name": one.name, "what": one.what} for one in FORMATS.values()]
