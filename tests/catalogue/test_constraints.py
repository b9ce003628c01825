"""Relations between entries hold at load and in every sample."""

from hypothesis import given
from hypothesis import strategies as st

from airshield.catalogue import bundled
from airshield.catalogue.constraints import RELATIONS, broken, repair

CATALOGUE = bundled()
RELATED = sorted(
    path
    for path in CATALOGUE.quantities
    if any(
        path.startswith(f"{kind}.") and path.rsplit(".", 1)[-1] in (small, large)
        for kind, small, large in RELATIONS
    )
)


def _held(values):
    for kind, small, large in RELATIONS:
        for path in values:
            if path.startswith(f"{kind}.") and path.endswith(f".{small}"):
                other = path.removesuffix(small) + large
                if other in values and values[other] > 0:
                    assert values[path] <= values[other], (path, other)


def test_the_bundled_nominals_keep_every_relation():
    assert list(broken(CATALOGUE.quantities)) == []


@given(st.lists(st.floats(0, 1), min_size=len(RELATED), max_size=len(RELATED)))
def test_every_repaired_sample_keeps_every_relation(points):
    quantities = CATALOGUE.quantities
    sample = {p: quantities[p].quantile_si(u) for p, u in zip(RELATED, points, strict=True)}
    fixed = repair(sample, {p: quantities[p].si_nominal for p in RELATED})
    _held(fixed)
    # Only the smaller side gives way, and only downwards.
    assert all(fixed[p] <= sample[p] for p in sample)
