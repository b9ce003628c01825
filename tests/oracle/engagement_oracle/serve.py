"""Serve the threats that wait for a fire unit: checks, choice of the group, launch."""

from __future__ import annotations

import math
from dataclasses import dataclass

from . import draws
from .battle import (
    GUIDANCE_FULL,
    HELD,
    INF,
    MAGAZINE_EMPTY,
    MISSED,
    Battle,
    GroupState,
    PairState,
    Shot,
    UnitState,
)
from .permission import await_permission, ceased, fire_is_held, permitted
from .raid import Window

SHOTS_MAX = 250


@dataclass
class Choice:
    """What the groups of a unit offer against a threat at one time."""

    window: Window | None = None
    p: float = 0.0
    intercept: float = 0.0
    any_open: bool = False
    any_guided: bool = False
    next_open: float = INF


def serve(battle: Battle, unit: UnitState, t: float) -> None:
    """Fire what can be fired now, in the order of priority and rank."""
    if not unit.fires:
        return
    unit.shots = [shot for shot in unit.shots if shot.intercept > t]
    reload(battle, unit, t)
    blocked = False
    for pair in sorted(unit.waiting, key=turn):
        if unit.next_launch > t:
            break
        blocked |= serve_one(battle, pair, t)
    if not unit.waiting:
        return
    if unit.next_launch > t:
        wake_at(battle, unit, t, unit.next_launch)
    elif blocked and unit.shots:
        wake_at(battle, unit, t, min(shot.intercept for shot in unit.shots))


def turn(pair: PairState) -> tuple[int, int]:
    return pair.threat.of.threat_priority, pair.threat.of.index


def wake_at(battle: Battle, unit: UnitState, t: float, w: float) -> None:
    if not (unit.wake > t and unit.wake <= w):
        unit.wake = w
        battle.push_wake(w, unit)


def reload(battle: Battle, unit: UnitState, t: float) -> None:
    for g in battle.raid.groups_of[unit.of.index]:
        group = battle.groups[g]
        if group.reload_t <= t:
            n = min(group.of.group_reload, group.reserve)
            group.stock += n
            group.reserve -= n
            group.reload_t = INF


def blocked_by_net(battle: Battle, pair: PairState, t: float) -> bool:
    """Tell whether the unit knows of another that engages the threat."""
    unit = pair.unit
    return any(
        other.engaged
        and unit.hears(other.unit, t)
        and (unit.of.command == 0 or t >= other.since + unit.of.share_delay_s)
        for other in battle.pairs_of_threat(pair.threat)
    )


def serve_one(battle: Battle, pair: PairState, t: float) -> bool:
    """Try one waiting threat; return whether it waits for guidance."""
    unit = pair.unit
    if not pair.engaged and unit.slots_used >= unit.of.targets_max:
        return False
    if pair.given_up or (pair.engaged and ceased(battle, pair, t)):
        unit.waiting.remove(pair)
        end_engagement(battle, pair, t)
        return False
    if taken(battle, pair, t):
        unit.waiting.remove(pair)
        return False
    if not pair.engaged and not permitted(battle, pair, t):
        hold_back(battle, pair, t)
        return False
    choice = choose(battle, pair, t)
    if choice.window is not None:
        later = better_later(battle, pair, choice, t)
        if later < INF:
            unit.waiting.remove(pair)
            battle.push_ready(later, pair)
        else:
            launch(battle, pair, choice, t)
        return False
    return leave(battle, pair, choice, t)


def taken(battle: Battle, pair: PairState, t: float) -> bool:
    """Tell whether the threat has its rounds, from this unit or another."""
    if pair.engaged:
        return pair.rounds_left == 0
    return blocked_by_net(battle, pair, t)


def end_engagement(battle: Battle, pair: PairState, t: float) -> None:
    """Keep the rounds that are left, if any; the slot is free after the assessment."""
    if pair.engaged and pair.rounds_left > 0:
        pair.rounds_left = 0
        battle.push_assess(t, pair)


def hold_back(battle: Battle, pair: PairState, t: float) -> None:
    """Take a threat out that may no longer be fired at; judge it again later."""
    pair.unit.waiting.remove(pair)
    pair.ready = pair.judged = False
    pair.threat.at_least(HELD)
    await_permission(battle, pair, t)


def leave(battle: Battle, pair: PairState, choice: Choice, t: float) -> bool:
    """Deal with a threat that no group can fire at now; return whether it waits for guidance."""
    if choice.any_open and not choice.any_guided:
        pair.threat.at_least(GUIDANCE_FULL)
        return True
    if choice.any_open:
        pair.threat.at_least(MAGAZINE_EMPTY)
    pair.unit.waiting.remove(pair)
    if choice.next_open < INF:
        battle.push_ready(choice.next_open, pair)
    else:
        end_engagement(battle, pair, t)
    return False


# --- Choice of the group ---------------------------------------------------------------------


def choose(battle: Battle, pair: PairState, t: float) -> Choice:
    """Find the best group that can fire now, and when another can."""
    choice = Choice()
    for window in pair.windows:
        group = battle.groups[window.group]
        if pair.earliest > window.closes:
            continue
        if window.opens <= t <= window.closes:
            consider(pair, window, group, choice, t)
        elif window.opens > t:
            if group.stock > 0:
                choice.next_open = min(choice.next_open, window.opens)
            elif group.reload_t <= window.closes:
                choice.next_open = min(choice.next_open, max(window.opens, group.reload_t))
    return choice


def consider(pair: PairState, window: Window, group: GroupState, choice: Choice, t: float) -> None:
    """Weigh a group inside its window."""
    p = at(window, window.p, t)
    if p < pair.unit.of.p_floor[pair.seen] or p <= 0.0:
        return
    choice.any_open = True
    intercept = pair.threat.of.t_impact_s + at(window, window.intercept_s, t)
    if not guided(pair.unit, group, intercept):
        return
    choice.any_guided = True
    if group.stock > 0:
        if p > choice.p:
            choice.window, choice.p, choice.intercept = window, p, intercept
    elif group.reload_t <= window.closes:
        choice.next_open = min(choice.next_open, group.reload_t)


def at(window: Window, nodes: list[float], t: float) -> float:
    """Interpolate equally spaced nodes at a launch time inside the window."""
    if window.closes == window.opens:
        return nodes[0]
    x = (t - window.opens) / (window.closes - window.opens) * (len(nodes) - 1)
    i = min(max(int(x), 0), len(nodes) - 2)
    w = x - i
    return nodes[i] + w * (nodes[i + 1] - nodes[i])


def guided(unit: UnitState, group: GroupState, intercept: float) -> bool:
    """Tell whether a guidance channel is free for a round that meets at `intercept`."""
    if len(unit.shots) >= unit.of.uplink_max:
        return False
    if not group.of.group_tvm:
        return True
    overlap = sum(
        bool(shot.tvm) and abs(shot.intercept - intercept) < unit.of.terminal_phase_s
        for shot in unit.shots
    )
    return overlap < unit.of.terminal_max


def second_look(battle: Battle, pair: PairState, choice: Choice) -> bool:
    """Tell whether the unit could fire again after assessing this round."""
    second = choice.intercept + pair.unit.of.assess_delay_s
    return any(
        window.closes >= second
        and battle.groups[window.group].stock - (1 if window is choice.window else 0) > 0
        for window in pair.windows
    )


def better_later(battle: Battle, pair: PairState, choice: Choice, t: float) -> float:
    """Return when a better group opens for a new engagement that has one look only, else inf."""
    if pair.engaged or second_look(battle, pair, choice):
        return INF
    return min(
        (
            window.opens
            for window in pair.windows
            if battle.groups[window.group].stock > 0
            and window.opens > t
            and window.p[0] >= pair.unit.of.p_floor[pair.seen]
            and window.p[0] > choice.p
        ),
        default=INF,
    )


# --- Launch ----------------------------------------------------------------------------------


def launch(battle: Battle, pair: PairState, choice: Choice, t: float) -> None:
    """Fire one round and plan what follows: the next round or the assessment."""
    unit, threat = pair.unit, pair.threat
    group = battle.groups[choice.window.group]
    if len(threat.shots) >= SHOTS_MAX:
        raise OverflowError(f"more than {SHOTS_MAX} shots at threat {threat.of.index}")
    if not pair.engaged:
        pair.engaged, pair.since, pair.last_intercept = True, t, -INF
        unit.slots_used += 1
        held = second_look(battle, pair, choice)
        rounds = unit.of.rounds_look if held else unit.of.rounds_last
        pair.rounds_left = rounds[pair.seen]
    group.stock -= 1
    group.spent += 1
    if group.stock == 0 and group.reserve > 0:
        group.reload_t = t + group.of.group_reload_s
    pair.rounds_left -= 1
    unit.next_launch = t + unit.of.launch_spacing_s
    pair.last_intercept = max(pair.last_intercept, choice.intercept)
    threat.at_least(MISSED)
    shot = fly(battle, pair, group, choice, t)
    threat.shots.append(shot)
    threat.find_stop()
    unit.shots.append(shot)
    unit.waiting.remove(pair)
    if pair.rounds_left > 0:
        battle.push_ready(t + unit.of.interval_s[pair.seen], pair)
    else:
        battle.push_assess(t, pair)


def fly(battle: Battle, pair: PairState, group: GroupState, choice: Choice, t: float) -> Shot:
    """Draw the outcome of a round: hit, destruction, diversion."""
    threat = pair.threat
    own, warhead, direction, _ = battle.block(
        draws.SHOT, threat.of.threat_key, 0, len(threat.shots)
    )
    hit = hits(battle, pair, choice.p, own) and not fire_is_held(battle, pair, t, choice.intercept)
    destroys = hit and pair.genuine and (bool(threat.of.hit_stops) or warhead < group.of.p_warhead)
    displacement = None
    if hit and pair.genuine and not destroys:
        size, angle = group.of.displacement_m, draws.TWO_PI * direction
        displacement = (size * math.cos(angle), size * math.sin(angle))
    return Shot(pair, group.of.group_tvm, choice.intercept, hit, destroys, displacement)


def hits(battle: Battle, pair: PairState, p: float, own: float) -> bool:
    """Tell whether a round of kill probability p hits, correlated with the others at its threat."""
    threat, rho = pair.threat, battle.raid.rho
    if threat.correlation_t is None:
        base = threat.of.p_largest if battle.raid.kill_rule == 1 else p
        threat.correlation_t = base / (base + rho * (1.0 - base))
    b = p / threat.correlation_t
    if b > 1.0:
        battle.capped += 1
        b = 1.0
    return threat.shared < threat.correlation_t and own < b
