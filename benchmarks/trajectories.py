"""Compare ballistic flights per second with scipy's solve_ivp at no better accuracy.

Both fly the same states from burn-out to the ground with the same physics. The other side is DOP853
with a right-hand side in plain Python (scalars and `math`, no array arithmetic), at the tightest
tolerance whose median error at impact is still equal to or worse than ours. Both errors are
distances to DOP853 at a relative tolerance of 1e-12. Times are CPU times of one process, one core.
"""

from __future__ import annotations

import math
import os
import time
from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from airshield.kernel.arrival import arrival_trajectory
from airshield.kernel.earth import EARTH_WGS84, enu_axes, geodetic_to_ecef
from airshield.kernel.flight import STEP_AIR_S, STEP_SPACE_S, fly

FLIGHTS = 2000
COMPARED = 24
TOLERANCES = (1e-9, 3e-9, 1e-8, 3e-8, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5)

GM, AXIS, E2, J2, OMEGA = (float(value) for value in EARTH_WGS84)
R_AIR, G0, R0 = 8314.32 / 28.9644, 9.80665, 6_356_766.0
LAYERS = (
    (71e3, -0.002, 214.65, 3.9564205), (51e3, -0.0028, 270.65, 66.938873),
    (47e3, 0.0, 270.65, 110.90631), (32e3, 0.0028, 228.65, 868.01868),
    (20e3, 0.001, 216.65, 5474.8887), (11e3, 0.0, 216.65, 22632.064),
)  # fmt: skip
UPPER = (
    (86e3, 6.957823909e-6), (90e3, 3.416e-6), (95e3, 1.393e-6), (100e3, 5.604e-7),
    (110e3, 9.708e-8), (120e3, 2.222e-8),
)  # fmt: skip


def air_density(z: float) -> float:
    """US Standard Atmosphere 1976 in plain Python, kg/m3."""
    if z > 120e3:
        return 0.0
    if z >= 86e3:
        for (z0, rho0), (z1, rho1) in pairwise(UPPER):
            if z <= z1:
                return rho0 * (rho1 / rho0) ** ((z - z0) / (z1 - z0))
    h = R0 * z / (R0 + z)
    if h < 11e3:
        ratio = 1.0 - 0.0065 * h / 288.15
        return 101_325.0 / (R_AIR * 288.15) * ratio ** (G0 / (0.0065 * R_AIR) - 1.0)
    base, lapse, t0, p0 = next(layer for layer in LAYERS if h >= layer[0])
    if lapse == 0.0:
        return p0 / (R_AIR * t0) * math.exp(-G0 * (h - base) / (R_AIR * t0))
    ratio = 1.0 + lapse * (h - base) / t0
    return p0 / (R_AIR * t0) * ratio ** (-G0 / (lapse * R_AIR) - 1.0)


def altitude(x: float, y: float, z: float) -> float:
    """Along the radius, as in production."""
    rr = x * x + y * y + z * z
    return math.sqrt(rr) - AXIS * math.sqrt((1.0 - E2) / (1.0 - E2 * (1.0 - z * z / rr)))


def slope(_t: float, state: np.ndarray, beta: float) -> tuple[float, ...]:
    """Right-hand side in plain Python."""
    x, y, z, u, v, w = state.tolist()
    rr = x * x + y * y + z * z
    r = math.sqrt(rr)
    g = -GM / (rr * r)
    k = 1.5 * J2 * AXIS * AXIS / rr
    zz = 5.0 * z * z / rr
    across = g * (1.0 + k * (1.0 - zz)) + OMEGA * OMEGA
    height = r - AXIS * math.sqrt((1.0 - E2) / (1.0 - E2 * (1.0 - z * z / rr)))
    q = 0.5 * air_density(height) / beta * math.sqrt(u * u + v * v + w * w)
    return (
        u, v, w,
        across * x + 2.0 * OMEGA * v - q * u,
        across * y - 2.0 * OMEGA * u - q * v,
        g * (1.0 + k * (3.0 - zz)) * z - q * w,
    )  # fmt: skip


def ground(_t: float, state: np.ndarray, _beta: float) -> float:
    return altitude(*state[:3].tolist())


ground.terminal = True  # type: ignore[attr-defined]
ground.direction = -1.0  # type: ignore[attr-defined]


def scipy_impact(state: np.ndarray, beta: float, tolerance: float) -> np.ndarray:
    run = solve_ivp(
        slope, (0.0, 2000.0), state, method="DOP853", rtol=tolerance, atol=tolerance,
        events=ground, args=(beta,),
    )  # fmt: skip
    return run.y_events[0][0][:3]


def states(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Burn-out states of flights over about 500 km, and ballistic coefficients."""
    rng = np.random.default_rng(seed)
    out = np.empty((n, 6))
    for row in out:
        lat, lon = np.radians(rng.uniform(25.0, 40.0)), np.radians(rng.uniform(35.0, 60.0))
        az, el = rng.uniform(0.0, 2.0 * np.pi), np.radians(rng.uniform(40.0, 50.0))
        aim = np.array([np.cos(el) * np.sin(az), np.cos(el) * np.cos(az), np.sin(el)])
        row[:3] = geodetic_to_ecef(lat, lon, rng.uniform(20e3, 45e3), EARTH_WGS84)
        row[3:] = rng.uniform(1900.0, 2100.0) * aim @ enu_axes(lat, lon)
    return out, rng.uniform(4000.0, 15_000.0, n)


def our_impacts(start: np.ndarray, beta: np.ndarray) -> np.ndarray:
    end, none, out = np.empty(8), np.empty((0, 10)), np.empty((len(beta), 3))
    for k in range(len(beta)):
        fly(start[k], 0.0, beta[k], 1.0, STEP_AIR_S, STEP_SPACE_S, EARTH_WGS84, none, end)
        out[k] = end[1:4]
    return out


def run() -> dict[str, float]:
    """Measure both sides in one process and return rates, errors and their ratio."""
    start, beta = states(FLIGHTS)
    our_impacts(start[:2], beta[:2])  # compile
    began = time.process_time()
    ours = our_impacts(start, beta)
    our_rate = FLIGHTS / (time.process_time() - began)

    exact = np.array([scipy_impact(start[k], beta[k], 1e-12) for k in range(COMPARED)])
    our_error = float(np.median(np.linalg.norm(ours[:COMPARED] - exact, axis=1)))
    for tolerance in TOLERANCES:
        began = time.process_time()
        theirs = np.array([scipy_impact(start[k], beta[k], tolerance) for k in range(COMPARED)])
        their_rate = COMPARED / (time.process_time() - began)
        their_error = float(np.median(np.linalg.norm(theirs - exact, axis=1)))
        if their_error >= our_error:
            break

    target, origin = (0.59, 0.74, 180.0), (0.62, 0.82)
    arrival_trajectory(target, origin, 1.0, 25.0, 13_700.0)
    began = time.process_time()
    for _ in range(100):
        arrival_trajectory(target, origin, 1.0, 25.0, 13_700.0)
    arrival_ms = (time.process_time() - began) * 10.0
    return {
        "flights_per_s": our_rate,
        "median_error_m": our_error,
        "scipy_flights_per_s": their_rate,
        "scipy_median_error_m": their_error,
        "scipy_rtol": tolerance,
        "ratio": our_rate / their_rate,
        "arrival_ms": arrival_ms,
        "load_1_min": os.getloadavg()[0],
        "cores": float(os.cpu_count() or 1),
    }


def main() -> None:
    """Print the measurement against its bar."""
    for name, value in run().items():
        print(f"{name:22} {value:.4g}")
    print("bar: ratio at least 60, aim 150")


if __name__ == "__main__":
    main()
