"""Define `airshield schema`: the JSON Schema of each file that a user writes."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer


class SchemaKind(StrEnum):
    """Files that have a schema."""

    SCENARIO = "scenario"
    CATALOGUE = "catalogue"
    LEDGER = "ledger"
    POLICY = "policy"


def schema(
    kind: Annotated[SchemaKind, typer.Argument(help="Which file.")] = SchemaKind.SCENARIO,
) -> None:
    """Print the JSON Schema of a file: scenario, catalogue, ledger or policy."""
    print(json.dumps(_schema(kind), indent=1, ensure_ascii=False))


def _schema(kind: SchemaKind) -> dict[str, Any]:
    from airshield.catalogue.schema import catalogue_schema
    from airshield.posture.models import Ledger
    from airshield.posture.policy_file import PolicyFile
    from airshield.scenario import scenario_schema

    if kind is SchemaKind.SCENARIO:
        return scenario_schema()
    if kind is SchemaKind.CATALOGUE:
        return catalogue_schema()
    return (
        Ledger.model_json_schema() if kind is SchemaKind.LEDGER else PolicyFile.model_json_schema()
    )
