"""Score a reader against gold claims: precision and recall per slot and for the triple."""

import itertools
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path

from airshield.posture.reading.reader import SourceText

TEXTS = Path(__file__).parent / "texts"
SLOTS = ("system", "status", "place", "count", "date", "attribution", "polarity")


@dataclass
class Tally:
    """Right, proposed and gold, for one slot."""

    right: int = 0
    proposed: int = 0
    gold: int = 0

    @property
    def precision(self):
        return self.right / self.proposed if self.proposed else float("nan")

    @property
    def recall(self):
        return self.right / self.gold if self.gold else float("nan")


@dataclass
class Score:
    """Sums over the texts of one half."""

    texts: int = 0
    triple: Tally = field(default_factory=Tally)
    slots: dict = field(default_factory=lambda: {name: Tally() for name in SLOTS})
    traps: Tally = field(default_factory=Tally)
    lines: list = field(default_factory=list)


def gold_slots(claim):
    return {
        "system": claim["system"],
        "status": claim["status"],
        "place": claim["site"],
        "polarity": claim["polarity"],
        "count": (claim["count_min"], claim.get("count_max")) if "count_min" in claim else None,
        "date": (claim.get("date_start"), claim.get("date_end"))
        if claim.get("date_start") or claim.get("date_end")
        else None,
        "attribution": claim["attribution"],
    }


def proposed_slots(p):
    return {
        "system": p.system,
        "status": p.status,
        "place": p.site,
        "polarity": p.polarity,
        "count": (p.count_min, p.count_max) if p.count_min is not None else None,
        "date": (p.event_start, p.event_end) if p.event_end else None,
        "attribution": "named official" if p.attribution == "official release" else p.attribution,
    }


def _likeness(gold, proposed):
    """Weight by which claims are paired: the triple first, then what else agrees."""
    triple = sum(gold[s] == proposed[s] for s in ("system", "status", "place"))
    return 100 * (triple == 3) + 10 * triple + sum(gold[s] == proposed[s] for s in SLOTS)


def pairs(gold, proposed):
    """Pair gold and proposed claims one to one, the likest first, at least two of three alike."""
    candidates = sorted(
        (
            (-_likeness(g, p), i, j)
            for (i, g), (j, p) in itertools.product(enumerate(gold), enumerate(proposed))
        ),
    )
    used_gold, used_proposed, found = set(), set(), []
    for weight, i, j in candidates:
        if -weight >= 20 and i not in used_gold and j not in used_proposed:
            used_gold.add(i)
            used_proposed.add(j)
            found.append((i, j))
    return found


def firm(reading):
    """Leave out what the reader itself calls weak: it is shown to a person, and not counted."""
    return replace(reading, proposals=tuple(p for p in reading.proposals if not p.weak))


def score_text(path, reader, score):
    gold_file = tomllib.loads(path.with_suffix("").with_suffix(".gold.toml").read_text("utf-8"))
    source = SourceText(
        path.read_text("utf-8"), path.name, gold_file["source"], gold_file["published"]
    )
    reading = firm(reader.read(source))
    gold = [gold_slots(c) for c in gold_file.get("claim", [])]
    proposed = [proposed_slots(p) for p in reading.proposals]
    matched = pairs(gold, proposed)
    score.texts += 1
    triple_right = 0
    partner, pair_of = {}, {}
    for i, j in matched:
        g, p = gold[i], proposed[j]
        good = all(g[s] == p[s] for s in ("system", "status", "place"))
        triple_right += good
        partner[i], pair_of[j] = (j, good), (i, good)
        for slot in SLOTS:
            score.slots[slot].right += g[slot] is not None and g[slot] == p[slot]
    for slot in SLOTS:
        score.slots[slot].proposed += sum(p[slot] is not None for p in proposed)
        score.slots[slot].gold += sum(g[slot] is not None for g in gold)
    score.triple.right += triple_right
    score.triple.proposed += len(proposed)
    score.triple.gold += len(gold)
    _score_traps(source.text, gold_file.get("trap", []), reading, score)
    for i, g in enumerate(gold):
        if not (i in partner and partner[i][1]):
            near = proposed[partner[i][0]] if i in partner else None
            score.lines.append((path.name, "missed", g, near, gold_file["claim"][i]["span"]))
    for j, p in enumerate(proposed):
        if not (j in pair_of and pair_of[j][1]):
            span = source.text[reading.proposals[j].start : reading.proposals[j].end]
            score.lines.append((path.name, "wrong", p, None, span))


def _score_traps(text, gold, reading, score):
    """Count a trap as found if a flagged stretch of its kind, or a flagged claim, touches it."""
    flagged = [(t.start, t.end, t.kind) for t in reading.traps]
    flagged += [
        (p.start, p.end, p.trap)
        for p in reading.proposals
        if p.trap and not any(t.start <= p.start < t.end for t in reading.traps)
    ]
    score.traps.gold += len(gold)
    score.traps.proposed += len(set(flagged))
    for trap in gold:
        at = text.index(trap["span"])
        end = at + len(trap["span"])
        score.traps.right += any(
            kind == trap["kind"] and s < end and at < e for s, e, kind in flagged
        )


class StatedOnly:
    """A reader that keeps only what a clause states in full: nothing taken from earlier words."""

    def __init__(self, reader):
        self._reader = reader

    def read(self, source):
        """Read as the other one does, then leave out what was inferred."""
        reading = self._reader.read(source)
        return replace(reading, proposals=tuple(p for p in reading.proposals if not p.note))


def score_half(half, reader, names=("*",)):
    """Return the score of a reader over one half, "tuning" or "scored", or its texts so named."""
    score = Score()
    for path in sorted(path for name in names for path in (TEXTS / half).glob(f"{name}.txt")):
        score_text(path, reader, score)
    return score


def print_score(score, details=False):
    if details:
        for name, what, claim, near, span in score.lines:
            print(
                f"{name} {what}: {claim['system']} {claim['status']} {claim['place']}"
                f" {claim['polarity'][:3]} | near: "
                f"{near and (near['system'], near['status'], near['place'])} | {span[:110]}"
            )
    for name, t in (("triple", score.triple), *score.slots.items(), ("traps", score.traps)):
        print(f"{name:12} {t.right}/{t.proposed}/{t.gold} P {t.precision:.2f} R {t.recall:.2f}")


if __name__ == "__main__":
    import sys

    from airshield.posture.reading.rules import RuleReader

    # Of the scored half nothing but sums is ever printed: its errors teach no rule.
    chosen = "scored" if "--scored" in sys.argv else "tuning"
    print_score(score_half(chosen, RuleReader()), "-v" in sys.argv and chosen == "tuning")
    print("stated in full:")
    print_score(score_half(chosen, StatedOnly(RuleReader())))
