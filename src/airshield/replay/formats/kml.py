"""Write KML 2.2 with Google's track extension: every path with its times.

**Source** OGC 07-147r2, "OGC KML" 2.2 (2008); the `gx:Track` of Google's KML reference.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from airshield.replay.formats import stem
from airshield.replay.formats.shapes import COLOURS, degrees, lon_lat_alt, wedge
from airshield.replay.model import Entity, Event, Kind, Recording
from airshield.result.store import write_bytes

KML = "http://www.opengis.net/kml/2.2"
GX = "http://www.google.com/kml/ext/2.2"
_FOLDERS = (
    (Kind.ASSET, "Defended assets"),
    (Kind.FIRE_UNIT, "Fire units, at their sites"),
    (Kind.THREAT, "Threats"),
    (Kind.INTERCEPTOR, "Interceptors"),
)


def _add(parent: ET.Element, tag: str, text: str = "", space: str = KML) -> ET.Element:
    child = ET.SubElement(parent, f"{{{space}}}{tag}")
    if text:
        child.text = text
    return child


def _hex(kind: Kind, alpha: int) -> str:
    """Return a colour as KML writes it: alpha, blue, green, red."""
    red, green, blue = COLOURS[kind]
    return f"{alpha:02x}{blue:02x}{green:02x}{red:02x}"


def _styles(document: ET.Element) -> None:
    for kind in Kind:
        style = _add(document, "Style")
        style.set("id", kind)
        icon = _add(style, "IconStyle")
        _add(icon, "color", _hex(kind, 255))
        _add(icon, "scale", "0.6")
        line = _add(style, "LineStyle")
        _add(line, "color", _hex(kind, 220))
        _add(line, "width", "2")
        poly = _add(style, "PolyStyle")
        _add(poly, "color", _hex(kind, 50))


def _placemark(folder: ET.Element, name: str, words: str, style: str) -> ET.Element:
    placemark = _add(folder, "Placemark")
    _add(placemark, "name", name)
    if words:
        _add(placemark, "description", words)
    _add(placemark, "styleUrl", f"#{style}")
    return placemark


def _point(placemark: ET.Element, place: tuple[float, float, float], mode: str) -> None:
    point = _add(placemark, "Point")
    _add(point, "altitudeMode", mode)
    _add(point, "coordinates", "{:.7f},{:.7f},{:.1f}".format(*place))


def _words(entity: Entity) -> str:
    return f"{entity.type_name}; {entity.ending}"


def _entity(recording: Recording, folder: ET.Element, entity: Entity) -> None:
    placemark = _placemark(folder, entity.name, _words(entity), entity.kind)
    lla = lon_lat_alt(entity.track)
    if not entity.moves:
        _point(placemark, (float(lla[0, 0]), float(lla[0, 1]), float(lla[0, 2])), "absolute")
        return
    track = _add(placemark, "Track", space=GX)
    _add(track, "altitudeMode", "absolute")
    for t in entity.track.t_s:
        _add(track, "when", recording.utc(float(t)))
    for lon, lat, alt in lla:
        _add(track, "coord", f"{lon:.7f} {lat:.7f} {alt:.1f}", GX)


def _sectors(recording: Recording, document: ET.Element) -> None:
    folder = _add(document, "Folder")
    _add(folder, "name", "Sectors, drawn as directions, not ranges")
    for sector in recording.sectors:
        unit = recording.by_id[sector.unit]
        placemark = _placemark(folder, f"{unit.name}: {sector.use} sector", "", Kind.FIRE_UNIT)
        ring = _add(_add(_add(placemark, "Polygon"), "outerBoundaryIs"), "LinearRing")
        _add(ring, "coordinates", " ".join(f"{x:.6f},{y:.6f}" for x, y in wedge(sector, unit)))


def _event(recording: Recording, folder: ET.Element, event: Event) -> None:
    if event.place is None:
        return
    whose = recording.by_id.get(event.who)
    style = whose.kind if whose else Kind.FIRE_UNIT
    placemark = _add(folder, "Placemark")
    _add(placemark, "name", event.text)
    _add(placemark, "visibility", "0")
    if event.reason:
        _add(placemark, "description", event.reason)
    _add(_add(placemark, "TimeStamp"), "when", recording.utc(event.t_s))
    _add(placemark, "styleUrl", f"#{style}")
    _point(placemark, degrees(event.place), "absolute")


def tree(recording: Recording) -> ET.Element:
    """Return the KML element of a recording."""
    root = ET.Element(f"{{{KML}}}kml")
    document = _add(root, "Document")
    _add(document, "name", recording.title)
    _add(document, "description", recording.provenance())
    _styles(document)
    _sectors(recording, document)
    for kind, title in _FOLDERS:
        folder = _add(document, "Folder")
        _add(folder, "name", title)
        for entity in recording.of_kind(kind):
            if len(entity.track.t_s):
                _entity(recording, folder, entity)
    folder = _add(document, "Folder")
    _add(folder, "name", "Events")
    for event in recording.events:
        _event(recording, folder, event)
    return root


def write(recording: Recording, folder: Path) -> tuple[Path, ...]:
    """Write `<scenario>-r<replication>.kml`."""
    # Registered for the whole process: the library has no other way to choose prefixes.
    ET.register_namespace("", KML)
    ET.register_namespace("gx", GX)
    path = folder / f"{stem(recording)}.kml"
    write_bytes(path, ET.tostring(tree(recording), encoding="utf-8", xml_declaration=True))
    return (path,)
