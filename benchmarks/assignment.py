"""Time assignments of the literature recipe until they are proved optimal, on one core."""

from __future__ import annotations

import os
import time

import airshield as ash
from airshield.validation.planning import recipe

SQUARE = (
    # weapons, targets, seed, gap, bar in seconds, aim
    (100, 100, 11, 1e-6, 10, 3),
    (100, 100, 21, 1e-6, 10, 3),
    (200, 400, 31, 1e-6, 20, 6),
    (200, 400, 32, 1e-6, 20, 6),
    (500, 500, 41, 1e-6, 60, 20),
    (500, 500, 42, 1e-6, 60, 20),
)
UNEVEN = (
    # weapons, targets, rounds of each: kill probability from 0 to 1, worth 1 to 100
    (50, 100, 1), (50, 100, 2), (50, 100, 3),
    (100, 200, 1), (100, 200, 2), (100, 200, 3),
    (150, 300, 1), (150, 300, 2), (150, 300, 3),
    (200, 400, 1), (200, 400, 2), (200, 400, 3),
    (250, 500, 1), (250, 500, 2), (250, 500, 3),
)  # fmt: skip
UNEVEN_BAR_S, UNEVEN_GAP = 20.0, 1e-3


def _row(weapons, targets, rounds, gap, limit_s, case) -> dict[str, object]:
    p, value = case
    began_wall, began = time.perf_counter(), time.process_time()
    found = ash.plan.assign(p, value, [rounds] * weapons, gap=gap, time_limit_s=limit_s)
    return {
        "size": f"{weapons} x {targets} x {rounds}",
        "cpu_s": time.process_time() - began,
        "wall_s": time.perf_counter() - began_wall,
        "gap": found.gap,
        "proved": found.optimal,
        "surviving": found.expected_surviving_value,
        "nodes": found.nodes,
    }


def run() -> list[dict[str, object]]:
    """Return one row for each instance."""
    p, value = recipe(5, 5, 1)
    ash.plan.assign(p, value)  # compile
    rows = [
        _row(w, t, 1, gap, 2.0 * bar, recipe(w, t, seed)) | {"bar_s": bar, "aim_s": aim}
        for w, t, seed, gap, bar, aim in SQUARE
    ]
    rows += [
        _row(w, t, n, UNEVEN_GAP, UNEVEN_BAR_S, recipe(w, t, 100 * n + t, (0.0, 1.0), (1, 100)))
        | {"bar_s": UNEVEN_BAR_S, "aim_s": UNEVEN_BAR_S}
        for w, t, n in UNEVEN
    ]
    return rows


def main() -> None:
    """Print the table, the load and the cores."""
    print(f"cores {os.cpu_count()}, load {os.getloadavg()[0]:.2f}; one core is used")
    print("assignment: literature recipe to a gap of 1e-6, uneven to 1e-3")
    for row in run():
        print(
            f"  {row['size']:>14}  {row['cpu_s']:6.1f} s CPU {row['wall_s']:6.1f} s wall  "
            f"gap {row['gap']:.1e} {'proved' if row['proved'] else 'OPEN':6}  "
            f"{row['nodes']:>5} nodes  (bar {row['bar_s']:.0f} s, aim {row['aim_s']:.0f} s)",
            flush=True,
        )
    print(f"load after {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
