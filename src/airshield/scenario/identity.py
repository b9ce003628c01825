"""Name each thing that draws random numbers by 32 bits that do not depend on the file's order."""

from __future__ import annotations

import hashlib

THREAT_DIGITS = 5
"""Fixed width of a threat's number: a longer volley keeps the draws of its first threats."""


def identity_key(kind: str, name: str) -> int:
    """Hash an id to the 32-bit identity that keys its random draws.

    Parameters
    ----------
    kind : what the id names, such as "threat", "volley" (of flights too), "fire_unit" or, of a
        posture, "posture_origin"; equal ids of two kinds differ.
    name : the id in the scenario file or the ledger.

    Returns
    -------
    The first four bytes of BLAKE2b over "kind/name", least significant byte first, 0 to 2**32 - 1.

    **Source** BLAKE2: Saarinen and Aumasson, RFC 7693 (2015).

    **Limits** Two of 10,000 ids share a key with a chance of about one per cent; loading refuses
    the scenario then, and another name mends it.
    """
    digest = hashlib.blake2b(f"{kind}/{name}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "little")


def threat_ids(volley_id: str, count: int) -> tuple[str, ...]:
    """Return the ids of a volley's threats: `<volley>_<k>`, k from 00001 in order of arrival."""
    return tuple(f"{volley_id}_{k:0{THREAT_DIGITS}d}" for k in range(1, count + 1))


def clashes(kind: str, ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of different ids of one kind that share an identity."""
    seen: dict[int, str] = {}
    pairs = []
    for name in ids:
        first = seen.setdefault(identity_key(kind, name), name)
        if first != name:
            pairs.append((first, name))
    return tuple(pairs)
