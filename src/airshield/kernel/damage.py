"""Place impacts and measure what lies within their consequence radius."""

from __future__ import annotations

import math

from airshield.kernel._jit import jit

TWO_PI = 6.283185307179586


@jit()
def normal_pair(u1: float, u2: float) -> tuple[float, float]:
    """Turn two uniforms into two independent standard normals (Box & Muller 1958)."""
    r = math.sqrt(-2.0 * math.log(u1))
    angle = TWO_PI * u2
    return r * math.cos(angle), r * math.sin(angle)


@jit()
def lens_area(d: float, big: float, small: float) -> float:
    """Return the common area of two discs, m2.

    Parameters
    ----------
    d : distance of the centres, m; big, small : the two radii, m (either may be the larger).

    **Source**: elementary geometry, for example Weisstein, "Circle-Circle Intersection", MathWorld.
    """
    if d >= big + small:
        return 0.0
    # Centres nearer than rounding can tell: one disc holds the other.
    if d <= abs(big - small) + 1e-9 * min(big, small):
        least = min(big, small)
        return math.pi * (least * least)
    d1 = (d * d + small * small - big * big) / (2.0 * d * small)
    d2 = (d * d + big * big - small * small) / (2.0 * d * big)
    root = (-d + small + big) * (d + small - big) * (d - small + big) * (d + small + big)
    return (
        small * small * math.acos(min(1.0, max(-1.0, d1)))
        + big * big * math.acos(min(1.0, max(-1.0, d2)))
        - 0.5 * math.sqrt(max(0.0, root))
    )
