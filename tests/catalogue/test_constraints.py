"""Relations between entries hold at load and in every sample."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from airshield.catalogue import bundled
from airshield.catalogue.constraints import RELATIONS, broken, partners, repair
from airshield.catalogue.quantity import triangular_quantile

CATALOGUE = bundled()
RELATED = sorted(
    path
    for path in CATALOGUE.quantities
    if any(
        path.startswith(f"{kind}.") and path.rsplit(".", 1)[-1] in (small, large)
        for kind, small, large in RELATIONS
    )
)


def held(values):
    pairs = 0
    for kind, small, large in RELATIONS:
        for path in values:
            if path.startswith(f"{kind}.") and path.endswith(f".{small}"):
                other = path.removesuffix(small) + large
                if other in values and values[other] > 0:
                    assert values[path] <= values[other], (path, other)
                    pairs += 1
    return pairs


def test_the_bundled_nominals_keep_every_relation():
    assert list(broken(CATALOGUE.quantities)) == []


def test_a_broken_relation_of_pure_numbers_is_told_without_a_unit():
    path = "interceptor.pac3_cri.sskp_tbm_manoeuvring"
    own = CATALOGUE.quantity(path)
    changed = {**CATALOGUE.quantities, path: replace(own, nominal=0.8, high=0.9)}
    (told,) = broken(changed, {path})
    large = CATALOGUE.quantity("interceptor.pac3_cri.sskp_tbm").nominal
    words = f"0.8 is above interceptor.pac3_cri.sskp_tbm = {large:g}; it must not be"
    assert told == (path, words)


def test_every_relation_binds_something_in_the_bundled_catalogue():
    for kind, small, large in RELATIONS:
        assert any(
            CATALOGUE.has(f"{kind}.{name}.{small}") and CATALOGUE.has(f"{kind}.{name}.{large}")
            for name in CATALOGUE.ids(kind)
        ), (small, large)


def test_nothing_that_gives_way_binds_another():
    # This is what lets one pass of `repair` do.
    assert not {small for _, small, _ in RELATIONS} & {large for _, _, large in RELATIONS}


def drawn(quantity, u):
    return triangular_quantile(u, quantity.si_low, quantity.si_nominal, quantity.si_high)


def test_ranges_of_the_bundled_catalogue_do_overlap_so_that_repair_has_work():
    worst = {p: CATALOGUE.quantity(p).si_high for p in RELATED}
    for kind, _, large in RELATIONS:
        for path in RELATED:
            if path.startswith(f"{kind}.") and path.endswith(f".{large}"):
                worst[path] = CATALOGUE.quantity(path).si_low
    assert repair(worst, {}) != worst


@given(st.lists(st.floats(0, 1), min_size=len(RELATED), max_size=len(RELATED)))
def test_every_repaired_sample_keeps_every_relation(points):
    quantities = CATALOGUE.quantities
    sample = {p: drawn(quantities[p], u) for p, u in zip(RELATED, points, strict=True)}
    fixed = repair(sample, {p: quantities[p].si_nominal for p in RELATED})
    assert held(fixed) > 40
    # Only the smaller side gives way, and only downwards.
    assert all(fixed[p] <= sample[p] for p in sample)
    assert repair(fixed, {}) == fixed


@given(st.sets(st.sampled_from(RELATED)), st.floats(0, 1))
def test_values_that_are_not_sampled_bind_too(chosen, u):
    nominal = {p: CATALOGUE.quantity(p).si_nominal for p in RELATED}
    sample = {p: drawn(CATALOGUE.quantity(p), u) for p in chosen}
    fixed = repair(sample, nominal)
    held(nominal | fixed)


def test_a_sample_that_holds_is_left_alone():
    sample = {p: CATALOGUE.quantity(p).si_nominal for p in RELATED}
    assert repair(sample, {}) == sample


def test_a_range_of_zero_means_none_and_binds_nothing():
    sample = {"interceptor.x.range_min": 500.0, "interceptor.x.range_vs_tbm": 0.0}
    assert repair(sample, {}) == sample


def test_a_broken_nominal_is_said_with_both_values():
    path = "radar.an_mpq_65.search_sector"
    wide = replace(CATALOGUE.quantity(path), low=130.0, nominal=130.0, high=130.0)
    ((where, message),) = broken({**CATALOGUE.quantities, path: wide})
    assert where == path
    assert "130 deg" in message
    assert "radar.an_mpq_65.track_sector = 120 deg" in message


def test_partners_are_all_that_a_quantity_may_not_exceed():
    assert partners("interceptor.x.range_min") == (
        "interceptor.x.range_vs_tbm",
        "interceptor.x.range_vs_aircraft",
    )
    assert partners("radar.x.band") == ()
