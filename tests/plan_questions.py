"""The questions of `airshield plan`, found in the package: what each must have hangs on no list."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import airshield.plan
from airshield.scenario.models import Model

MODULES: dict[str, ModuleType] = {
    found.name.removesuffix("_file"): importlib.import_module(f"airshield.plan.{found.name}")
    for found in pkgutil.iter_modules(airshield.plan.__path__)
    if found.name.endswith("_file")
}
"""By the name of the question, as "stock": the module that mirrors its file."""


def models(question: str) -> list[type[Model]]:
    """Return the tables of a question's file."""
    module = MODULES[question]
    return [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Model) and one.__module__ == module.__name__
    ]


def whole(question: str) -> type[Model]:
    """Return the model of the whole file."""
    (found,) = [one for one in models(question) if "schema_version" in one.model_fields]
    return found
