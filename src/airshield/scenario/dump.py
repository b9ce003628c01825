"""Write a scenario as TOML text that loads to the same scenario."""

from __future__ import annotations

from typing import Any

import tomli_w

from airshield.scenario.models import Model, Scenario

_SPREAD = ("low", "nominal", "high")


def dump(scenario: Scenario) -> str:
    """Write a scenario as TOML text; keys at their default are left out.

    Comments of the file that it was read from are not kept.
    """
    return tomli_w.dumps(to_data(scenario))


def to_data(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the plain tables that its file holds."""
    data = _table(scenario)
    data["schema_version"] = scenario.schema_version
    return data


def _table(model: Model) -> dict[str, Any]:
    """Return one model as a table, plain keys first, as TOML wants them."""
    fields = type(model).model_fields
    table = {
        key: _value(getattr(model, name))
        for key, name in type(model).keys().items()
        if getattr(model, name) is not None
        and (
            fields[name].is_required()
            or getattr(model, name) != fields[name].get_default(call_default_factory=True)
        )
    }
    return dict(sorted(table.items(), key=lambda item: _is_table(item[1])))


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _value(value: Any) -> Any:
    if isinstance(value, Model):
        return _plain(_table(value))
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    return value


def _plain(table: dict[str, Any]) -> Any:
    """Write `low = nominal = high` without any word about it as one number."""
    if tuple(table) == _SPREAD and len(set(table.values())) == 1:
        return table["nominal"]
    return table
