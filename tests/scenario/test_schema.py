from __future__ import annotations

import json

from airshield.scenario import scenario_schema
from airshield.scenario.models import Scenario


def test_the_schema_is_json_and_names_every_key():
    schema = json.loads(json.dumps(scenario_schema()))
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert set(schema["required"]) == {
        "schema_version", "id", "title", "question", "asset", "volley",
    }  # fmt: skip
    assert schema["additionalProperties"] is False


def test_a_plain_number_is_allowed_where_a_spread_is():
    schema = scenario_schema()
    for model, key in (("Volley", "spacing_s"), ("FireUnit", "boresight_deg")):
        kinds = schema["$defs"][model]["properties"][key]["anyOf"]
        assert {"type": "number"} in kinds
        assert any("$ref" in kind for kind in kinds)


def test_an_override_may_be_a_plain_number():
    schema = scenario_schema()
    inner = schema["properties"]["override"]["additionalProperties"]["additionalProperties"]
    assert {"type": "number"} in inner["anyOf"]


def test_ids_carry_their_pattern():
    assert scenario_schema()["$defs"]["Volley"]["properties"]["id"]["pattern"].startswith("^[a-z]")
