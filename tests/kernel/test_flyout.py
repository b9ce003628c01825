import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from airshield.kernel import flyout as f
from airshield.kernel.atmosphere import G0_M_S2, density

G = G0_M_S2
# Nominal values of the catalogue: speed, burn time, drag area, burn-out mass.
GEM_T = (1600.0, 11.5, 0.045, 400.0)
PAC3_CRI = (1500.0, 9.0, 0.018, 160.0)
SITE_ALTITUDE_M = 190.0


def fly(elevation, missile, gravity=G, air=math.nan, step=f.STEP_S, stop=1e9, n=400):
    t, x, h = np.empty(n), np.empty(n), np.empty(n)
    rows = f.fly_out(elevation, *missile, SITE_ALTITUDE_M, gravity, air, step, stop, t, x, h)
    return t[:rows], x[:rows], h[:rows]


def make_map(missile, reach_m, gravity=G, air=math.nan, step=f.STEP_S, t_max=210.0):
    return f.flyout_map(
        *missile, SITE_ALTITUDE_M, reach_m, t_max, gravity, air, step, f.N_RANGE, f.N_ELEVATION
    )


def burn_out(missile, elevation):
    along = 0.5 * missile[0] * missile[1]
    return along * math.cos(elevation), along * math.sin(elevation)


@pytest.mark.parametrize("elevation_deg", [0.0, 37.0, 90.0])
def test_boost_and_coast_in_free_space(elevation_deg):
    t, x, h = fly(math.radians(elevation_deg), GEM_T, gravity=0.0, air=0.0)
    speed, burn = GEM_T[:2]
    along = np.where(t <= burn, 0.5 * speed / burn * t**2, speed * (t - burn / 2))
    assert np.hypot(x, h) == pytest.approx(along, rel=1e-12, abs=1e-9)
    assert burn in t


@pytest.mark.parametrize("elevation_deg", [20.0, 55.0, 85.0])
def test_without_air_the_coast_is_a_parabola(elevation_deg):
    elevation = math.radians(elevation_deg)
    t, x, h = fly(elevation, PAC3_CRI, air=0.0)
    after = t > PAC3_CRI[1]
    tau = t[after] - PAC3_CRI[1]
    x0, h0 = burn_out(PAC3_CRI, elevation)
    v = PAC3_CRI[0]
    assert x[after] == pytest.approx(x0 + v * math.cos(elevation) * tau, rel=1e-11)
    assert h[after] == pytest.approx(
        h0 + v * math.sin(elevation) * tau - 0.5 * G * tau**2, rel=1e-9, abs=1e-5
    )


def test_drag_alone_follows_the_closed_form():
    """At constant density: s = ln(1 + v0 k t) / k with k = rho CdA / 2m."""
    k = 0.5 * 1.225 * PAC3_CRI[2] / PAC3_CRI[3]
    t, x, h = fly(math.radians(30.0), PAC3_CRI, gravity=0.0, air=1.225)
    after = t > PAC3_CRI[1]
    tau = t[after] - PAC3_CRI[1]
    s = 0.5 * PAC3_CRI[0] * PAC3_CRI[1] + np.log1p(PAC3_CRI[0] * k * tau) / k
    assert np.hypot(x, h)[after] == pytest.approx(s, rel=1e-8)


def test_halving_the_step_cuts_the_error_sixteenfold():
    def end(step, n):
        k = 0.5 * 1.225 * PAC3_CRI[2] / PAC3_CRI[3]
        t, x, h = fly(math.radians(30.0), PAC3_CRI, 0.0, 1.225, step, n=n)
        tau = t[-1] - PAC3_CRI[1]
        s = 0.5 * PAC3_CRI[0] * PAC3_CRI[1] + math.log1p(PAC3_CRI[0] * k * tau) / k
        return abs(math.hypot(x[-1], h[-1]) - s)

    # Both flights end 32 s after burn-out: 9 s of boost and 32 s of coast in whole steps.
    assert math.log2(end(2.0, 5 + 17) / end(1.0, 9 + 33)) == pytest.approx(4.0, abs=0.35)


def independent_flight(missile, elevation, t_end):
    """The same equations, written anew and integrated by scipy to 1e-10."""
    speed, burn, area, mass = missile

    def slope(_, y):
        v = math.hypot(y[2], y[3])
        drag = 0.5 * density(SITE_ALTITUDE_M + y[1]) * area * v / mass
        return [y[2], y[3], -drag * y[2], -drag * y[3] - G]

    x0, h0 = burn_out(missile, elevation)
    start = [x0, h0, speed * math.cos(elevation), speed * math.sin(elevation)]
    flight = solve_ivp(slope, (burn, t_end), start, method="DOP853", rtol=1e-10, atol=1e-6)
    return flight.y[0, -1], flight.y[1, -1]


@pytest.mark.parametrize("missile", [GEM_T, PAC3_CRI])
@pytest.mark.parametrize("elevation_deg", [12.3, 33.7, 61.1, 83.9])
@pytest.mark.parametrize("t_end", [13.3, 16.7, 18.9])
def test_map_returns_the_time_of_an_independent_flight(missile, elevation_deg, t_end):
    """10 ms: 15 m at 1.5 km/s, well inside what a map of 250 m cells may cost."""
    x, h = independent_flight(missile, math.radians(elevation_deg), t_end)
    r = math.hypot(x, h)
    tof = make_map(missile, 20e3)
    assert f.time_of_flight_s(r, math.atan2(h, x), tof, 20e3) == pytest.approx(t_end, abs=0.010)


@pytest.mark.parametrize(("elevation_deg", "t_end"), [(32.1, 60.0), (45.3, 110.0), (52.7, 125.0)])
def test_map_of_an_arched_flight_far_out(elevation_deg, t_end):
    """GEM-T towards 100 km: cells of 1.4 km, 0.15 s."""
    x, h = independent_flight(GEM_T, math.radians(elevation_deg), t_end)
    tof = make_map(GEM_T, 110e3)
    read = f.time_of_flight_s(math.hypot(x, h), math.atan2(h, x), tof, 110e3)
    assert read == pytest.approx(t_end, abs=0.15)


def test_map_in_free_space_is_range_over_speed():
    tof = make_map(GEM_T, 40e3, gravity=0.0, air=0.0)
    for r in (12e3, 23.4e3, 40e3):
        for elevation_deg in (0.0, 17.0, 45.0, 90.0):
            t = f.time_of_flight_s(r, math.radians(elevation_deg), tof, 40e3)
            assert t == pytest.approx(GEM_T[1] / 2 + r / GEM_T[0], rel=1e-9)


def test_reach_in_vacuum_on_the_launchers_plane_is_that_of_the_parabola():
    """The greatest range of boost and parabola, found by scanning a fine fan."""
    missile = (600.0, 2.0, 0.0, 100.0)
    elevation = np.radians(np.linspace(20.0, 70.0, 5001))
    along, v = 0.5 * missile[0] * missile[1], missile[0]
    vh = v * np.sin(elevation)
    fall = (vh + np.sqrt(vh**2 + 2 * G * along * np.sin(elevation))) / G
    best = np.max(along * np.cos(elevation) + v * np.cos(elevation) * fall)
    reach = 1.2 * best
    tof = make_map(missile, reach, t_max=300.0)
    rows = np.linspace(0.0, reach, f.N_RANGE)
    furthest = rows[~np.isnan(tof[:, 0])].max()
    assert best - reach / (f.N_RANGE - 1) <= furthest <= best
    assert math.isnan(f.time_of_flight_s(1.01 * best, 0.0, tof, reach))


def test_lofting_extends_the_reach():
    """What a flight straight at 90 km and 10 degrees cannot reach, an arched one does."""
    tof = make_map(GEM_T, 110e3)
    t = f.time_of_flight_s(90e3, math.radians(10.0), tof, 110e3)
    assert not math.isnan(t)
    _, x, h = fly(math.radians(10.0), GEM_T)
    assert np.hypot(x, h)[h > 0].max() < 90e3
    assert 90e3 / t < 1000.0


@pytest.mark.parametrize(("missile", "most"), [(GEM_T, 1060.0), (PAC3_CRI, 1030.0)])
@pytest.mark.parametrize("height_m", [10e3, 12.5e3, 15e3, 20e3])
def test_patriot_rounds_reach_20_km_at_the_checked_average_speed(missile, most, height_m):
    """The catalogue's check, 0.7 to 1.0 km/s, has no stated distance for GEM-T.

    To 20 km both are at or just above its upper end (boost ends at 9 km with 1.5-1.6 km/s), so the
    bound here is two-sided around what the nominal inputs can do: never slower than the check's
    nominal, never faster than a drag-free flight.
    """
    tof = make_map(missile, 20e3)
    average = 20e3 / f.time_of_flight_s(20e3, math.asin(height_m / 20e3), tof, 20e3)
    print(f"average speed to 20 km at {height_m / 1e3} km: {average:.0f} m/s")
    drag_free = 20e3 / (missile[1] / 2 + 20e3 / missile[0])
    assert 850.0 < average < min(most, drag_free)


def test_over_its_aircraft_range_gem_t_keeps_the_checked_average_speed():
    tof = make_map(GEM_T, 110e3)
    average = 80e3 / f.time_of_flight_s(80e3, math.asin(15 / 80), tof, 110e3)
    assert 700.0 < average < 1000.0


def test_points_beyond_the_map_or_below_the_plane_are_out():
    tof = make_map(PAC3_CRI, 20e3)
    assert math.isnan(f.time_of_flight_s(20.01e3, 0.5, tof, 20e3))
    assert math.isnan(f.time_of_flight_s(10e3, -0.01, tof, 20e3))
    assert not math.isnan(f.time_of_flight_s(20e3, math.pi / 2, tof, 20e3))


def test_the_flight_time_limit_takes_points_out():
    free, limited = make_map(PAC3_CRI, 20e3), make_map(PAC3_CRI, 20e3, t_max=15.0)
    assert np.array_equal(np.isnan(limited), free > 15.0)


def test_thinner_air_at_a_high_site_is_faster():
    low = f.flyout_map(*PAC3_CRI, 0.0, 20e3, 210.0, G, math.nan, f.STEP_S, 81, 61)
    high = f.flyout_map(*PAC3_CRI, 2000.0, 20e3, 210.0, G, math.nan, f.STEP_S, 81, 61)
    assert np.all(high[-1] < low[-1])


def test_the_default_step_is_fine_enough():
    """The claim beside STEP_S."""
    coarse, fine = make_map(GEM_T, 110e3), make_map(GEM_T, 110e3, step=f.STEP_S / 4)
    assert np.array_equal(np.isnan(coarse), np.isnan(fine))
    assert np.nanmax(np.abs(coarse - fine)) < 0.002


def test_a_map_made_by_hand_is_read_exactly():
    tof = np.linspace(0.0, 100e3, 5)[:, None] / 800.0 * np.ones((1, 3))
    for r in (0.0, 1.0, 33_333.3, 100e3):
        assert f.time_of_flight_s(r, 0.7, tof, 100e3) == pytest.approx(r / 800.0, rel=1e-13)


def test_compiled_and_interpreted_agree(monkeypatch):
    compiled = f.flyout_map(*PAC3_CRI, 0.0, 20e3, 60.0, G, math.nan, 1.0, 9, 7)
    for name in ("fly_out", "_stamp", "_coast", "_air"):
        function = getattr(f, name)
        monkeypatch.setattr(f, name, getattr(function, "py_func", function))
    whole = getattr(f.flyout_map, "py_func", f.flyout_map)
    interpreted = whole(*PAC3_CRI, 0.0, 20e3, 60.0, G, math.nan, 1.0, 9, 7)
    assert np.array_equal(np.isnan(interpreted), np.isnan(compiled))
    assert np.nanmax(np.abs(interpreted - compiled)) < 1e-9
