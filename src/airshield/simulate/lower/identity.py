"""Lower what tracks are taken for: the confusion of classes, and who attacks the unit itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from airshield.scenario.models import CLASSES, Identification, Scenario, SeenAs, ThreatClass
from airshield.simulate.picker import Picker


def _row_of_file(pick: Picker, true_class: ThreatClass, row: SeenAs) -> list[float]:
    base = f"scenario.identification.confusion.{true_class}"
    return [pick.either(f"{base}.{seen}", getattr(row, seen), 0.0) for seen in CLASSES]


def _row_of_catalogue(pick: Picker, true_class: ThreatClass) -> list[float]:
    paths = [f"outcome.{true_class}_seen_as_{seen}" for seen in CLASSES]
    return [pick.get(path) if pick.has(path) else 0.0 for path in paths]


def confusion(
    pick: Picker, scenario: Scenario, raid: tuple[ThreatClass, ...]
) -> NDArray[np.float64]:
    """Return the probability of each seen class (columns) for each true class (rows).

    Rows of classes that do not fly in this scenario are perfect: nothing is read for them. The
    errors of a row above 1 in all, which a sample of their ranges can give, are scaled down to 1.
    """
    matrix = np.eye(len(CLASSES))
    told = scenario.identification or Identification()
    for true_class in raid:
        row = getattr(told.confusion, true_class) if told.confusion else None
        if row is not None:
            errors = np.array(_row_of_file(pick, true_class, row))
        elif told.catalogue:
            errors = np.array(_row_of_catalogue(pick, true_class))
        else:
            continue
        k = CLASSES.index(true_class)
        errors[k] = 0.0
        errors /= max(1.0, float(errors.sum()))
        matrix[k] = errors
        matrix[k, k] = max(0.0, 1.0 - float(errors.sum()))
    return matrix


def seen_classes(
    matrix: NDArray[np.float64], raid: tuple[ThreatClass, ...]
) -> tuple[ThreatClass, ...]:
    """Return the classes that a track of this raid can be taken for, in order."""
    rows = matrix[[CLASSES.index(c) for c in raid]]
    return tuple(c for k, c in enumerate(CLASSES) if (rows[:, k] > 0.0).any())


def lower_identity(
    scenario: Scenario, matrix: NDArray[np.float64], n_units: int
) -> dict[str, NDArray[np.generic]]:
    """Return the cumulative confusion of every unit, and the classes that attack a unit itself."""
    told = scenario.identification or Identification()
    cdf = np.minimum(np.cumsum(matrix, axis=1), 1.0)
    cdf[:, -1] = 1.0
    # From the last class that can be seen on, the sum is 1 whatever the rounding.
    for k in range(len(CLASSES)):
        cdf[k, int(np.flatnonzero(matrix[k]).max()) :] = 1.0
    return {
        "class_cdf": np.repeat(cdf[None, :, :], n_units, axis=0),
        "self_class": np.array([c in told.attacks_unit for c in CLASSES], np.uint8),
    }
