"""Evaluate the US Standard Atmosphere 1976 by its layers, from below sea level to 120 km.

Source: NOAA, NASA & USAF, "U.S. Standard Atmosphere, 1976", NOAA-S/T 76-1562 (1976): equations 18
(geopotential height), 23 (temperature), 33a and 33b (pressure), 42 (density), 50 (speed of sound),
tables 4 (layers), 8 (molecular weight) and I (86 km to 120 km).

Limits: a mean, still, dry mid-latitude atmosphere; no winds, seasons or weather. From 86 km to
120 km density and temperature are interpolated between values of table I (density within 10 %);
above 120 km there is no air at all, where its drag on a missile is below 1e-4 m/s2.
"""

from __future__ import annotations

import math

from airshield.kernel._jit import jit

G0_M_S2 = 9.80665
TOP_M = 120_000.0
"""Altitude above which density is zero."""

_R0 = 6_356_766.0  # effective Earth radius of the standard, m
_R_AIR = 8314.32 / 28.9644  # gas constant over the sea-level molar mass, J/(kg K)
_GMR = G0_M_S2 / _R_AIR  # hydrostatic constant, K/m
_GAMMA = 1.4

# Base of each layer: geopotential height (m), lapse rate (K/m), temperature (K) and pressure (Pa).
# Base pressures follow from the hydrostatic equation; a test integrates it.
_BASE_H = (0.0, 11_000.0, 20_000.0, 32_000.0, 47_000.0, 51_000.0, 71_000.0)
_BASE_LAPSE = (-0.0065, 0.0, 0.001, 0.0028, 0.0, -0.0028, -0.002)
_BASE_T = (288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65)
_BASE_P = (101_325.0, 22_632.064, 5_474.8887, 868.01868, 110.90631, 66.938873, 3.9564205)
# The same for density, which is the inner loop of every flight: density at the base (kg/m3), and
# either the relative rise of temperature (1/m) and its power, or the decay of an isothermal layer.
_BASE_RHO = tuple(p / (_R_AIR * t) for p, t in zip(_BASE_P, _BASE_T, strict=True))
_SLOPE = tuple((b or -_GMR) / t for b, t in zip(_BASE_LAPSE, _BASE_T, strict=True))
_POWER = tuple(-_GMR / b - 1.0 if b else 0.0 for b in _BASE_LAPSE)

_MIXED_TOP_M = 80_000.0  # above it the mean molar mass begins to fall
_LAYERS_TOP_M = 86_000.0
# Ratio of molar mass to its sea-level value every 500 m from 80 km to 86 km (table 8).
_MASS_RATIO = (
    1.0, 0.999996, 0.999989, 0.999971, 0.999941, 0.999909, 0.999870,
    0.999829, 0.999786, 0.999741, 0.999694, 0.999641, 0.999579, 0.999579,
)  # fmt: skip
# Table I: geometric altitude (m), kinetic temperature (K), density (kg/m3). The first density is
# the layers' own value at 86 km (6.958e-6 in the table), so that density has no step there.
_UPPER_Z = (86_000.0, 90_000.0, 95_000.0, 100_000.0, 110_000.0, 120_000.0)
_UPPER_T = (186.8673, 186.87, 188.42, 195.08, 240.0, 360.0)
_UPPER_RHO = (6.957823909e-6, 3.416e-6, 1.393e-6, 5.604e-7, 9.708e-8, 2.222e-8)


@jit()
def geopotential_m(altitude_m: float) -> float:
    """Convert geometric altitude (m) to geopotential height (m).

    **Source** US Standard Atmosphere 1976, equation 18.
    """
    return _R0 * altitude_m / (_R0 + altitude_m)


@jit()
def _layer(height_m: float) -> int:
    if height_m < 32_000.0:
        return 0 if height_m < 11_000.0 else (1 if height_m < 20_000.0 else 2)
    if height_m < 51_000.0:
        return 3 if height_m < 47_000.0 else 4
    return 5 if height_m < 71_000.0 else 6


@jit()
def _upper(altitude_m: float) -> int:
    k = 4
    while k > 0 and altitude_m < _UPPER_Z[k]:
        k -= 1
    return k


@jit()
def _molecular_temperature(altitude_m: float) -> float:
    height = geopotential_m(altitude_m)
    k = _layer(height)
    return _BASE_T[k] + _BASE_LAPSE[k] * (height - _BASE_H[k])


@jit()
def temperature(altitude_m: float) -> float:
    """Return the kinetic temperature of the air, in K.

    Parameters
    ----------
    altitude_m : geometric altitude above mean sea level, -5,000 to 120,000 m; held constant above.

    **Source** US Standard Atmosphere 1976, equations 22 and 23, tables 4, 8 and I.
    """
    if altitude_m <= _MIXED_TOP_M:
        return _molecular_temperature(altitude_m)
    if altitude_m < _LAYERS_TOP_M:
        x = (altitude_m - _MIXED_TOP_M) / 500.0
        k = int(x)
        ratio = _MASS_RATIO[k] + (x - k) * (_MASS_RATIO[k + 1] - _MASS_RATIO[k])
        return _molecular_temperature(altitude_m) * ratio
    z = min(altitude_m, TOP_M)
    k = _upper(z)
    share = (z - _UPPER_Z[k]) / (_UPPER_Z[k + 1] - _UPPER_Z[k])
    return _UPPER_T[k] + share * (_UPPER_T[k + 1] - _UPPER_T[k])


@jit()
def pressure(altitude_m: float) -> float:
    """Return the pressure of the air, in Pa, up to 86 km.

    Parameters
    ----------
    altitude_m : geometric altitude above mean sea level, -5,000 to 86,000 m.

    **Source** US Standard Atmosphere 1976, equations 33a and 33b.
    """
    height = geopotential_m(altitude_m)
    k = _layer(height)
    rise = height - _BASE_H[k]
    lapse = _BASE_LAPSE[k]
    if lapse == 0.0:
        return _BASE_P[k] * math.exp(-_GMR * rise / _BASE_T[k])
    return _BASE_P[k] * math.exp(-_GMR / lapse * math.log(1.0 + lapse * rise / _BASE_T[k]))


@jit()
def density(altitude_m: float) -> float:
    """Return the density of the air, in kg/m3.

    Parameters
    ----------
    altitude_m : geometric altitude above mean sea level, from -5,000 m; 0 is returned above 120 km.

    **Source** US Standard Atmosphere 1976, equation 42; table I with log-linear interpolation from
    86 km to 120 km.
    """
    if altitude_m < _LAYERS_TOP_M:
        height = _R0 * altitude_m / (_R0 + altitude_m)
        k = _layer(height)
        if _BASE_LAPSE[k] == 0.0:
            return _BASE_RHO[k] * math.exp(_SLOPE[k] * (height - _BASE_H[k]))
        return _BASE_RHO[k] * math.exp(
            _POWER[k] * math.log(1.0 + _SLOPE[k] * (height - _BASE_H[k]))
        )
    if altitude_m > TOP_M:
        return 0.0
    k = _upper(altitude_m)
    share = (altitude_m - _UPPER_Z[k]) / (_UPPER_Z[k + 1] - _UPPER_Z[k])
    return _UPPER_RHO[k] * math.exp(share * math.log(_UPPER_RHO[k + 1] / _UPPER_RHO[k]))


@jit()
def sound_speed(altitude_m: float) -> float:
    """Return the speed of sound, in m/s, up to 86 km; held constant above.

    Parameters
    ----------
    altitude_m : geometric altitude above mean sea level, from -5,000 m.

    **Source** US Standard Atmosphere 1976, equation 50.
    """
    return math.sqrt(_GAMMA * _R_AIR * _molecular_temperature(min(altitude_m, _LAYERS_TOP_M)))
