"""The inference in plain Python, one claim after the other: slow, and written apart."""

STEPS = {
    (0, 1): 0.0002,
    (1, 2): 0.02,
    (1, 3): 0.01,
    (1, 0): 0.005,
    (2, 3): 0.10,
    (3, 4): 0.20,
    (4, 5): 0.10,
    (4, 6): 0.002,
    (5, 6): 0.003,
    (6, 1): 0.002,
}
LETTERS = {"A": 0.9, "B": 0.7, "C": 0.5, "D": 0.2, "E": 0.0, "F": 0.0}
DIGITS = {2: 1.0, 3: 0.75, 4: 0.5, 5: 0.25, 6: 0.0}
POSITIVE = {
    "requested": {1, 2, 3, 4, 5},
    "negotiated": {1, 2, 3, 4, 5},
    "planned": {1, 2, 3, 4, 5},
    "approved": {2, 3, 4, 5},
    "in transit": {2, 3},
    "arriving": {4},
    "being assembled": {4},
    "present": {4, 5},
    "operational": {5},
    "withdrawn": {6},
}
NEGATIVE = {
    "present": {0, 1, 2, 3, 6},
    "arriving": {0, 1, 2, 3, 6},
    "operational": {0, 1, 2, 3, 4, 6},
}


def a_day(p):
    new = list(p)
    for (source, target), rate in STEPS.items():
        new[source] -= p[source] * rate
        new[target] += p[source] * rate
    return new


def claimed(p, claim, share):
    positive = claim["polarity"] == "positive"
    allowed = (POSITIVE if positive else NEGATIVE)[claim["status"]]
    moved = [0.0] * 7
    for state, mass in enumerate(p):
        if state in allowed:
            target = state
        elif state == 6 and positive:
            target = min(allowed)
        else:
            target = min(allowed, key=lambda rung: (abs(rung - state), rung))
        moved[target] += mass
    return [share * m + (1 - share) * q for m, q in zip(moved, p, strict=True)]


def reliability(claim):
    return LETTERS[claim["letter"]] * DIGITS[claim["digit"]]


def counted(claims, known, documents):
    """Return {id: w} of the usable claims of one chain, the strongest first."""
    found = {}
    done = []
    for claim in sorted(claims, key=lambda c: (-reliability(c), c["published"], c["id"])):
        r = reliability(claim)
        kind = (claim["status"], claim["polarity"])
        alike = [c for c in done if (c["status"], c["polarity"]) == kind]
        weak = r < 0.35 and any(
            reliability(c) < 0.35 and abs(c["on"] - claim["on"]) <= 30 for c in alike
        )
        copy = any(c["origin"] == claim["origin"] for c in alike)
        original = claim["derived_from"]
        retold = original is not None and documents[original] <= known
        if r == 0 or copy or weak or retold:
            found[claim["id"]] = 0.0
            continue
        shared = [
            c
            for c in done
            if abs(c["on"] - claim["on"]) <= 7
            and c["origin"] != claim["origin"]
            and (c["party"] == claim["party"] or c["channel"] == claim["channel"])
        ]
        found[claim["id"]] = 0.5 ** len(shared)
        done.append(claim)
    return found


def believed(claims, on, known, documents):
    """Return p for one chain from day 0; `documents` maps each document to its publication."""
    usable = [c for c in claims if c["on"] <= on and c["published"] <= known]
    weights = counted(usable, known, documents)
    p = [1.0, 0, 0, 0, 0, 0, 0]
    day = 0
    for claim in sorted(usable, key=lambda c: (c["on"], c["published"], reliability(c), c["id"])):
        while day < claim["on"]:
            p, day = a_day(p), day + 1
        p = claimed(p, claim, reliability(claim) * weights[claim["id"]])
    while day < on:
        p, day = a_day(p), day + 1
    return p
