"""Describe a scenario file as JSON Schema, for editors and for other programs."""

from __future__ import annotations

from typing import Any

from airshield.scenario.models import Scenario


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    **Limits** It says what a file may hold, not what fits together: references, ranges and the
    reach of a missile are checked on loading.
    """
    schema = Scenario.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "airshield scenario, schema_version 1",
    }
