"""Time a siting problem of 2000 points and 6000 columns, and spopt on the same problem."""

from __future__ import annotations

import os
import time
import warnings

import numpy as np

from airshield.plan.siting import problem, solve_siting

POINTS, SITES, BORESIGHTS, BATTERIES = 2000, 500, 12, 20
REACH, HALF_WIDTH = 0.12, np.pi / 3.0
BAR_S, AIM_S = 20.0, 3.0


def instance(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (covers (columns, points), weight, site): sectors on a unit square."""
    rng = np.random.default_rng(seed)
    points, sites = rng.random((POINTS, 2)), rng.random((SITES, 2))
    apart = points[None] - sites[:, None]
    near = (apart**2).sum(axis=2) <= REACH**2
    bearing = np.arctan2(apart[..., 0], apart[..., 1])
    looks = np.arange(BORESIGHTS) * 2.0 * np.pi / BORESIGHTS
    off = np.abs((bearing[:, None] - looks[None, :, None] + np.pi) % (2.0 * np.pi) - np.pi)
    covers = near[:, None] & (off <= HALF_WIDTH)
    weight = rng.integers(1, 2000, POINTS).astype(float)
    return covers.reshape(-1, POINTS), weight, np.repeat(np.arange(SITES), BORESIGHTS)


def ours(covers: np.ndarray, weight: np.ndarray, site: np.ndarray) -> dict[str, float]:
    """Solve with one battery a site at most; return seconds, value and gap."""
    began, wall = time.process_time(), time.perf_counter()
    found = solve_siting(problem(covers.astype(float), weight, site, BATTERIES), 120.0)
    return {
        "cpu_s": time.process_time() - began,
        "wall_s": time.perf_counter() - wall,
        "value": found.value,
        "gap": found.gap,
    }


def spopt(covers: np.ndarray, weight: np.ndarray, limit_s: float) -> dict[str, float]:
    """Solve the same covering problem with spopt, with its default solver CBC.

    spopt knows no limit on columns of one site, so its problem is the looser one.
    """
    import pulp  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from spopt.locate import MCLP  # noqa: PLC0415

        wall = time.perf_counter()
        model = MCLP.from_cost_matrix(
            np.where(covers.T, 0.0, 1.0), weight, service_radius=0.5, p_facilities=BATTERIES
        )
        built = time.perf_counter() - wall
        model = model.solve(pulp.PULP_CBC_CMD(msg=False, threads=1, timeLimit=limit_s))
    return {
        "wall_s": time.perf_counter() - wall,
        "built_s": built,
        "value": float(model.problem.objective.value()),
        "status": float(model.problem.status),
    }


def main() -> None:
    """Print both, the load and the cores."""
    print(f"cores {os.cpu_count()}, load {os.getloadavg()[0]:.2f}; one core each")
    covers, weight, site = instance()
    print(f"siting: {POINTS} points x {len(covers)} columns, {BATTERIES} batteries")
    own = ours(covers, weight, site)
    print(
        f"  airshield  {own['cpu_s']:.1f} s CPU {own['wall_s']:.1f} s wall, covers "
        f"{own['value']:.0f}, gap {own['gap']:.1e}  (bar {BAR_S:.0f} s, aim {AIM_S:.0f} s)",
        flush=True,
    )
    try:
        peer = spopt(covers, weight, 600.0)
    except ImportError:
        print("  spopt is not installed: pip install spopt for the ratio")
        return
    print(
        f"  spopt      {peer['wall_s']:.1f} s wall ({peer['built_s']:.1f} s to build), covers "
        f"{peer['value']:.0f}; ratio x{peer['wall_s'] / own['wall_s']:.1f}"
    )
    print(f"load after {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
