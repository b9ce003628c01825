"""Published optima of location in San Francisco: case C01, whose data are fetched at test time."""

import csv
import io
import subprocess
import sys
import tarfile

import numpy as np
import pytest
from cases import case

from airshield.plan.siting import problem, solve_siting
from airshield.validation.location import cover_all, least_distance, least_worst


@pytest.fixture(scope="module")
def san_francisco(tmp_path_factory):
    """Return (distance (205, 16), weight (205,)) from spopt's source distribution."""
    folder = tmp_path_factory.mktemp("spopt")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    done = subprocess.run(
        [*command, "--no-binary", "spopt", "--dest", str(folder), "spopt"],
        capture_output=True,
        text=True,
        check=False,
    )
    files = list(folder.glob("spopt-*.tar.gz"))
    if not files:
        pytest.skip(f"spopt's source distribution cannot be fetched: {done.stderr[-200:]}")
    with tarfile.open(files[0]) as held:
        name = next(name for name in held.getnames() if "SF_network_distance" in name)
        pairs = list(csv.DictReader(io.StringIO(held.extractfile(name).read().decode())))
    stores = sorted({row["name"] for row in pairs})
    tracts = {row["DestinationName"]: float(row["demand"]) for row in pairs}
    order = {name: k for k, name in enumerate(tracts)}
    distance = np.full((len(tracts), len(stores)), np.nan)
    for row in pairs:
        at = order[row["DestinationName"]], stores.index(row["name"])
        distance[at] = float(row["distance"])
    assert distance.shape == (205, 16)
    assert np.isfinite(distance).all()
    return distance, np.array(list(tracts.values()))


@pytest.mark.slow
def test_c01_set_covering(san_francisco):
    given, expected = case("C01")["inputs"], case("C01")["expected"]
    distance, _ = san_francisco
    found = cover_all(distance <= given["radius_m"])
    assert len(found.sites) == expected["LSCP_min_sites"]
    assert (distance[:, list(found.sites)].min(axis=1) <= given["radius_m"]).all()


@pytest.mark.slow
def test_c01_maximal_covering(san_francisco):
    given, expected = case("C01")["inputs"], case("C01")["expected"]
    distance, weight = san_francisco
    assert weight.sum() == expected["total_demand"]
    covers = (distance <= given["radius_m"]).T.astype(float)
    found = solve_siting(problem(covers, weight, np.arange(len(covers)), given["p"]))
    assert found.end == "optimal"
    assert found.value == pytest.approx(expected["MCLP_p4_covered"], abs=1e-6)
    sites = [site for _, site in found.choices]
    near = distance[:, sites].min(axis=1) <= given["radius_m"]
    assert 100 * near.mean() == pytest.approx(expected["MCLP_p4_clients_pct"])


@pytest.mark.slow
def test_c01_p_median(san_francisco):
    expected = case("C01")["expected"]
    distance, weight = san_francisco
    found = least_distance(distance, weight, case("C01")["inputs"]["p"])
    assert found.value == pytest.approx(expected["pmedian_p4"], rel=1e-9)
    assert found.value / weight.sum() == pytest.approx(expected["pmedian_mean_m"])


@pytest.mark.slow
def test_c01_p_centre(san_francisco):
    distance, _ = san_francisco
    found = least_worst(distance, case("C01")["inputs"]["p"])
    assert found.value == pytest.approx(case("C01")["expected"]["pcenter_p4_m"], abs=0.01)
