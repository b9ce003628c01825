"""Volleys and flights: why a type cannot be in a raid."""

from airshield.catalogue import Catalogue
from airshield.scenario.check_raid import unplayable


def test_a_threat_without_a_class_is_told_which_there_are():
    own = Catalogue({}, {"threat.own.name": "Own", "threat.own.kind": "artillery rocket"})
    said = unplayable(own, "own", None)
    assert "its class in the catalogue is none" in said
    assert "rocket" in said
    assert "artillery" not in said
