"""Play the events of pairs: a threat is ready for a unit, a unit wakes, a unit assesses."""

from __future__ import annotations

from . import draws
from .battle import HELD, PREDICTED_HARMLESS, SLOTS_FULL, Battle, PairState, UnitState
from .permission import await_permission, judge, permitted
from .serve import end_engagement, serve


def on_ready(battle: Battle, pair: PairState, t: float) -> None:
    """Let a threat join what waits for a unit, if the unit judges it so; then serve."""
    if pair.unit.struck:
        return
    if pair.threat.done or pair.given_up:
        end_engagement(battle, pair, t)
        return
    if pair.engaged:
        if pair.rounds_left > 0:
            pair.unit.waiting.add(pair)
    elif not admit(battle, pair, t):
        return
    serve(battle, pair.unit, t)


def admit(battle: Battle, pair: PairState, t: float) -> bool:
    """Recognise, judge, ask permission; look again later where the answer may change."""
    if pair.recognised:
        pair.threat.at_least(PREDICTED_HARMLESS)
        return False
    if not pair.judged and not judge(battle, pair, t):
        pair.threat.at_least(PREDICTED_HARMLESS)
        look_again(battle, pair, t)
        return False
    if not permitted(battle, pair, t):
        pair.threat.at_least(HELD)
        pair.judged = False
        await_permission(battle, pair, t)
        return False
    pair.ready = True
    pair.threat.at_least(SLOTS_FULL)
    pair.unit.waiting.add(pair)
    return True


def look_again(battle: Battle, pair: PairState, t: float) -> None:
    later = t + pair.unit.of.rejudge_s
    if later <= pair.last_closing:
        battle.push_ready(later, pair)


def on_wake(battle: Battle, unit: UnitState, t: float) -> None:
    """Serve again; once the link is lost, take back what was left to others."""
    if unit.struck:
        return
    if t >= unit.lost_t and not unit.rejoined:
        unit.rejoined = True
        for (u, _), pair in battle.pairs.items():
            if u == unit.of.index and pair.can_rejoin:
                unit.waiting.add(pair)
    serve(battle, unit, t)


def on_assess(battle: Battle, pair: PairState, t: float) -> None:
    """End an engagement with a judgement that all who hear the unit believe."""
    unit, threat = pair.unit, pair.threat
    if unit.struck:
        return
    unit.slots_used -= 1
    pair.engaged = False
    told = [
        other
        for other in battle.pairs_of_threat(threat)
        if other is pair or other.unit.hears(unit, t)
    ]
    if believed_dead(battle, pair, t):
        for other in told:
            other.given_up = True
    elif not threat.done:
        for other in told:
            if other.can_rejoin:
                other.unit.waiting.add(other)
        for other in told:
            if other is pair or other in other.unit.waiting:
                serve(battle, other.unit, t)
        return
    serve(battle, unit, t)


def believed_dead(battle: Battle, pair: PairState, t: float) -> bool:
    unit = pair.unit.of
    error = battle.block(draws.ASSESS, pair.threat.of.threat_key, unit.unit_key, pair.n_assess)[0]
    pair.n_assess += 1
    if pair.threat.t_stop <= t:
        return error >= unit.p_false_alive
    return error < unit.p_false_kill
