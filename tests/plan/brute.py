"""Answer assignment problems by trying everything: small ones only, and in the plainest Python."""

from itertools import product


def brute_force(p, value, rounds):
    """Return the least value that survives over every way to send every round somewhere."""
    shooters = [w for w, n in enumerate(rounds) for _ in range(n)]
    best = sum(value)
    for targets in product(range(len(value)), repeat=len(shooters)):
        left = list(value)
        for w, t in zip(shooters, targets, strict=True):
            left[t] *= 1.0 - p[w][t]
        best = min(best, sum(left))
    return best


def random_case(rng, kind):
    """Return (p, value, rounds) of a small case; kinds differ in ties, sure kills and copies."""
    n_targets, n_weapons = int(rng.integers(1, 5)), int(rng.integers(1, 5))
    shape = (n_weapons, n_targets)
    p = {
        "any": lambda: rng.uniform(0.0, 1.0, shape),
        "few values": lambda: rng.choice([0.0, 0.3, 0.5, 0.9, 1.0], shape),
        "recipe": lambda: rng.uniform(0.6, 0.9, shape),
        "rounded": lambda: rng.uniform(0.0, 1.0, shape).round(1),
    }[kind]()
    value = rng.integers(0, 20, n_targets).astype(float)
    rounds = rng.integers(0, 4, n_weapons)
    while n_targets ** int(rounds.sum()) > 2000:
        rounds[int(rng.integers(n_weapons))] = 0
    return p, value, rounds
