from __future__ import annotations

import hashlib

import pytest

from airshield.scenario.identity import clashes, identity_key, threat_ids


def test_the_key_is_the_first_four_bytes_of_blake2b():
    # RFC 7693 leaves the byte order of an integer to us: least significant first.
    digest = hashlib.new("blake2b", digest_size=4)
    digest.update(b"threat/raid_00001")
    assert identity_key("threat", "raid_00001") == sum(
        byte << (8 * n) for n, byte in enumerate(digest.digest())
    )


def test_keys_are_32_bits_and_kinds_differ():
    keys = {identity_key(kind, "one") for kind in ("threat", "volley", "fire_unit")}
    assert len(keys) == 3
    assert all(0 <= key < 2**32 for key in keys)


@pytest.mark.parametrize(
    ("kind", "name", "digest"),
    [
        ("threat", "raid_00001", "95c5e5df"),
        ("fire_unit", "patriot_erbil", "90ac3213"),
        ("volley", "erbil_1", "6ec6f3fa"),
    ],
)
def test_keys_agree_with_b2sum(kind, name, digest):
    # `printf %s kind/name | b2sum -l 32` of GNU coreutils; committed results hang on these.
    assert identity_key(kind, name).to_bytes(4, "little").hex() == digest


def test_a_longer_volley_keeps_the_names_of_its_first_threats():
    assert threat_ids("raid", 2) == ("raid_00001", "raid_00002")
    assert threat_ids("raid", 10_000)[:2] == threat_ids("raid", 2)
    assert threat_ids("raid", 10_000)[-1] == "raid_10000"


def test_names_sort_in_order_of_arrival():
    names = threat_ids("raid", 1200)
    assert sorted(names) == list(names)


def test_clashes_names_both(monkeypatch):
    assert clashes("threat", ("a", "b", "a")) == ()
    monkeypatch.setattr(
        "airshield.scenario.identity.identity_key", lambda kind, name: ord(name) % 2
    )
    assert clashes("threat", ("a", "b", "c", "d")) == (("a", "c"), ("b", "d"))


def test_a_real_clash_is_found():
    # By the birthday bound about one pair in 100,000 names: 1e10 / 2 / 2**32 = 1.2.
    names = tuple(f"n{n}" for n in range(300_000))
    seen: dict[int, str] = {}
    expected = []
    for name in names:
        digest = hashlib.blake2b(f"threat/{name}".encode(), digest_size=4).digest()
        first = seen.setdefault(int.from_bytes(digest, "big"), name)
        if first != name:
            expected.append((first, name))
    assert len(expected) > 0
    assert list(clashes("threat", names)) == expected
