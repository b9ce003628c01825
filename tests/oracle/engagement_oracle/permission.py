"""Decide whether a unit may fire: identity, weapons control status, orders, self-defence."""

from __future__ import annotations

import math

from .battle import Battle, PairState, within

UNKNOWN, FRIEND, HOSTILE = range(3)
HOLD, TIGHT, FREE, ENGAGE, CEASE_ENGAGEMENT, HOLD_FIRE = range(6)


def identity(pair: PairState) -> int:
    """Return what the unit takes the track for."""
    unit, threat = pair.unit, pair.threat
    replies = threat.reply < threat.of.p_reply and unit.interrogates
    if replies or threat.clearance < threat.of.p_cleared:
        return FRIEND
    return HOSTILE if pair.hostile_draw < unit.of.p_hostile[pair.seen] else UNKNOWN


def status(battle: Battle, pair: PairState, t: float) -> int:
    """Return the control status against the class seen, or the last order in its place."""
    unit, x = pair.unit, pair.seen
    rule = unit.of.control[x] if unit.linked(t) else unit.of.control_alone[x]
    for order in battle.raid.orders:
        if addressed(order, pair) and order.order_t_s <= t:
            rule = order.order_kind
    return rule


def addressed(order, pair: PairState) -> bool:
    """Tell whether an order is for this unit and this class."""
    return order.order_unit == pair.unit.of.index and order.order_class in (-1, pair.seen)


def ceased(battle: Battle, pair: PairState, t: float) -> bool:
    return status(battle, pair, t) in (CEASE_ENGAGEMENT, HOLD_FIRE)


def permitted(battle: Battle, pair: PairState, t: float) -> bool:
    """Tell whether the unit may fire at the threat now."""
    who = identity(pair)
    if who == FRIEND:
        return False
    match status(battle, pair, t):
        case 4 | 5:
            return False
        case 2 | 3:
            return True
        case 1:
            return who == HOSTILE or pair.attacks_self
        case _:
            return pair.attacks_self


def await_permission(battle: Battle, pair: PairState, t: float) -> None:
    """Judge a track that may not be fired at again, as soon as that can have changed."""
    unit = pair.unit
    if identity(pair) == FRIEND:
        return
    later = t + unit.of.rejudge_s
    if pair.threat.of.always_judged:
        changes = [o.order_t_s for o in battle.raid.orders if addressed(o, pair)]
        if unit.has_link:
            changes.append(unit.lost_t)
        later = min((change for change in changes if change > t), default=math.inf)
    if later <= pair.last_closing:
        battle.push_ready(later, pair)


def fire_is_held(battle: Battle, pair: PairState, t: float, intercept: float) -> bool:
    """Tell whether a hold-fire order ends a round in flight."""
    return any(
        order.order_kind == HOLD_FIRE
        and addressed(order, pair)
        and t < order.order_t_s <= intercept
        for order in battle.raid.orders
    )


# --- Judgement -------------------------------------------------------------------------------


def judge(battle: Battle, pair: PairState, t: float) -> bool:
    """Judge the predicted impact point: keep whether it threatens, and whether the unit itself."""
    unit, threat = pair.unit.of, pair.threat
    strikes_unit = bool(battle.raid.self_class[pair.seen])
    if not threat.of.always_judged:
        sigma = unit.prediction_rate_m_s * (threat.of.t_impact_s - t)
        east = threat.offset[0] + sigma * pair.prediction[0]
        north = threat.offset[1] + sigma * pair.prediction[1]
        if not threatening(battle, pair, east, north):
            return False
        # No radius, no self-defence: not even at the very spot.
        if unit.self_defence_m > 0.0:
            own = from_unit(pair, east, north)
            strikes_unit = strikes_unit or within(*own, unit.self_defence_m)
    pair.judged, pair.attacks_self = True, strikes_unit
    return True


def from_unit(pair: PairState, east: float, north: float) -> tuple[float, float]:
    """Return a point, given from the centre of the target asset, as seen from the unit."""
    unit, asset = pair.unit.of, pair.threat.of.threat_asset
    return east - unit.own_east_m[asset], north - unit.own_north_m[asset]


def threatening(battle: Battle, pair: PairState, east: float, north: float) -> bool:
    unit = pair.unit.of
    if unit.judge_own:
        return within(*from_unit(pair, east, north), unit.protected_m + unit.judge_margin_m)
    return any(
        within(east - near_east, north - near_north, asset.asset_radius_m + unit.judge_margin_m)
        for asset, near_east, near_north in battle.near(pair.threat.of.threat_asset)
    )
