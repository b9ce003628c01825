"""Every ballistic missile of the catalogue arrives, over its whole range and all of its spreads."""

from itertools import product

import numpy as np
import pytest

from airshield.catalogue import bundled
from airshield.kernel.arrival import STYLE_FACTOR, arrival_trajectory
from airshield.kernel.codes import FlightStatus
from airshield.simulate.geometry import Place, origin_of_approach

AL_ASAD, ERBIL = Place.at(33.8, 42.4, 190.0), Place.at(36.2, 44.0, 410.0)
AZIMUTHS_DEG = (5.0, 85.0, 170.0, 255.0, 340.0)
MISS_M = 1.0


def ballistic():
    catalogue = bundled()
    return [
        threat
        for threat in catalogue.ids("threat")
        if catalogue.facts.get(f"threat.{threat}.kind") == "ballistic"
    ]


def band(threat, name):
    quantity = bundled().quantity(f"threat.{threat}.{name}")
    return quantity.si_low, quantity.si_nominal, quantity.si_high


def failure(target, azimuth_deg, range_m, style, burn_s, beta):
    """Fly one arrival; return what is wrong with it, with all that is needed to fly it again."""
    origin = origin_of_approach(target, azimuth_deg, range_m)
    a = arrival_trajectory(
        (target.latitude_rad, target.longitude_rad, target.altitude_m),
        (origin.latitude_rad, origin.longitude_rad),
        STYLE_FACTOR[style],
        burn_s,
        beta,
    )
    case = f"{target} {azimuth_deg=} {range_m=} {style=} {burn_s=} {beta=}"
    if a.status is not FlightStatus.OK:
        return f"{a.status.name}: {case}"
    if not all(np.isfinite(x).all() for x in (a.t_s, a.pos_enu_m, a.vel_enu_m_s)):
        return f"not finite: {case}"
    # A closing flight has many samples, ends at impact, and ends on the target.
    if len(a.t_s) < 20 or a.t_s[-1] != 0.0 or np.linalg.norm(a.pos_enu_m[-1]) >= MISS_M:
        return f"off target: {case}"
    return ""


def test_the_catalogue_has_ballistic_missiles():
    assert {"fateh_313", "qiam_1", "shahab_3"} <= set(ballistic())


@pytest.mark.parametrize("threat", ballistic())
def test_it_arrives_over_its_whole_range(threat):
    shortest, nearest, _ = band(threat, "range_min")
    _, farthest, longest = band(threat, "range_max")
    ranges = (shortest, nearest, 0.5 * (nearest + farthest), farthest, longest)
    burns = band(threat, "burn_time")[::2]
    betas = band(threat, "ballistic_coefficient")[::2]
    cases = product((AL_ASAD, ERBIL), AZIMUTHS_DEG, ranges, STYLE_FACTOR, burns, betas)
    assert [text for case in cases if (text := failure(*case))] == []


@pytest.mark.parametrize("threat", ["fateh_313", "qiam_1"])
def test_it_arrives_with_sampled_parameters(threat):
    """As the Latin hypercube draws them, around 434 km and 85 degrees, where a search once failed."""  # noqa: E501
    rng = np.random.default_rng(434)
    low, _, high = band(threat, "burn_time")
    burns = rng.uniform(low, high, 500)
    low, _, high = band(threat, "ballistic_coefficient")
    betas = rng.uniform(low, high, 500)
    ranges = rng.uniform(429e3, 439e3, 500)
    azimuths = rng.uniform(80.0, 90.0, 500)
    cases = zip(azimuths, ranges, burns, betas, strict=True)
    found = [failure(AL_ASAD, a, r, "nominal", burn, beta) for a, r, burn, beta in cases]
    assert [text for text in found if text] == []
