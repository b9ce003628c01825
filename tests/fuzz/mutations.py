"""Spoil files: trees with values swapped, lost and doubled; texts cut and spliced; odd encodings.

What is done to a file is drawn by Hypothesis as a short list of plain rows, so that a failure
shrinks to the fewest of them; applying the rows is deterministic.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import math
import tomllib

import tomli_w
from hypothesis import strategies as st

ODD = (
    0, 1, -1, 2, 3, 7, 100, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64, -(2**64), 10**30, 10**400,
    -0.0, 0.5, 1.5, -1.5, 5e-324, 1e-9, 1e9, 1e300, -1e308, math.inf, -math.inf, math.nan,
    True, False, "", " ", "x", "0", "1e9", "nan", "all", "*", "..", "../../x", "/etc/passwd",
    "é\u202e", "a" * 70_000, "\x07\x1b[31m", "line\nline", "%s{}\\", "iraq-2020", "textbook",
    "hostile", "free", [], [[]], [1, "a"], ["x"] * 300, [math.nan, 1.0], {}, {"": 1},
    {"low": 2, "nominal": 1, "high": 0},
    {"low": 1e300, "nominal": 1e300, "high": 1e300}, {"id": "x"}, [{}], [{"id": "x"}, {"id": "x"}],
    dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2020, 4, 12), dt.time(23, 59),
    dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
)  # fmt: skip
"""Values that are put in the place of others."""
TOKENS = (
    "[", "]", "[[", "]]", "{", "}", "=", ",", "#", '"', "'", '"""', "'''", "\\", "\\u12", "\n",
    "\r", "\t", ".", "..", "\0", "\ufeff", "\u2028", "é", "\U0001f680", "1e999", "-nan", "0x",
    "1_0_0", "9" * 5000, "[" * 3000, "{a=" * 3000, "<" * 3000, "<b>" * 3000, "(" * 3000,
    "a" * 20_000,
    "A B C " * 3000, "x.y." * 3000, "1979-05-27T07:32:00Z", "</p>", "<!--", "&amp;", "obj",
    "stream", "12 April 2020", "since since since", "Patriot battery " * 1000,
    '"' * 3000, ".,;" * 2000,
)  # fmt: skip
"""Words that are spliced into texts."""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "latin-1", "utf-32-le", "utf-7")
TREE_ACTS = ("replace", "delete", "rename", "double", "swap", "nest", "deepen", "tile")
VALUES = (
    "0x" + "f" * 5000, "9" * 4000, "1e400", "-inf", "nan", "[{}]", "{ low = 1 }", '"', "''", "-1",
    "1_000", "0b1", "1e-320", "[[[1]]]", "2020-02-30", "2020-01-01T00:00:00+99:00", "true", '"""',
)  # fmt: skip
"""Values as text, some of which no writer of TOML makes."""
TEXT_ACTS = ("value", "value", "cut", "insert", "double", "line", "swap_lines", "end", "random")

_share = st.floats(0, 1, allow_nan=False)
_odd = st.one_of(
    st.integers(0, len(ODD) - 1),
    st.integers(0, len(ODD) - 1),
    st.floats(),
    st.integers(),
    st.text(max_size=8),
)
TREE_ROWS = st.lists(
    st.tuples(st.sampled_from(TREE_ACTS), _share, _odd, _share), min_size=1, max_size=4
)
TEXT_ROWS = st.lists(
    st.tuples(st.sampled_from(TEXT_ACTS), _share, st.sampled_from(TOKENS), st.integers(1, 400)),
    min_size=1,
    max_size=4,
)
RECIPES = st.one_of(
    st.tuples(st.just("tree"), _share, TREE_ROWS, st.just("utf-8")),
    st.tuples(st.just("tree"), _share, TREE_ROWS, st.just("utf-8")),
    st.tuples(st.just("text"), _share, TEXT_ROWS, st.sampled_from(ENCODINGS)),
    st.tuples(st.just("raw"), _share, st.binary(max_size=300), st.just("utf-8")),
)


def _places(node, path=()):
    """List the paths of everything inside a tree, from the top down."""
    rows = node.items() if isinstance(node, dict) else enumerate(node)
    found = []
    for key, inner in rows:
        found.append((*path, key))
        if isinstance(inner, dict | list):
            found += _places(inner, (*path, key))
    return found


def _at(tree, path):
    for step in path:
        tree = tree[step]
    return tree


def _odd_value(choice):
    # A number that was drawn as an index stands for a row of ODD; anything else for itself.
    if isinstance(choice, int) and 0 <= choice < len(ODD):
        return copy.deepcopy(ODD[choice])
    return choice


def _spoil_tree(tree, act, where, choice, other):
    places = _places(tree)
    if not places:
        return {"x": _odd_value(choice)}
    path = places[min(int(where * len(places)), len(places) - 1)]
    parent, key = _at(tree, path[:-1]), path[-1]
    value = parent[key]
    if act == "replace":
        parent[key] = _odd_value(choice)
    elif act == "delete":
        del parent[key]
    elif act == "rename" and isinstance(parent, dict):
        parent[f"{_odd_value(choice)}"[:80]] = parent.pop(key)
    elif act == "double":
        if isinstance(parent, list):
            parent.insert(key, copy.deepcopy(value))
        else:
            parent[f"{key}_2"] = copy.deepcopy(value)
    elif act == "swap":
        there = places[min(int(other * len(places)), len(places) - 1)]
        parent[key] = copy.deepcopy(_at(tree, there))
    elif act == "nest":
        parent[key] = {str(key): value} if other < 0.5 else [value]
    elif act == "deepen":
        for _ in range(int(other * 60)):
            value = [value]
        parent[key] = value
    elif act == "tile" and isinstance(parent, list):
        parent += [copy.deepcopy(value) for _ in range(int(other * 40))]
    return tree


def _spoil_text(text, act, where, token, size):
    if act in ("value", "line", "swap_lines"):
        return _spoil_lines(text.split("\n"), act, where, token, size)
    at = int(where * len(text))
    kept = text[at : at + size]
    noise = "".join(chr((at * k * 7919 + 31 * k) % 0x2FF) for k in range(size))
    middles = {"cut": "", "insert": token + kept, "double": kept * 3, "random": noise, "end": ""}
    return text[:at] + middles[act] + ("" if act == "end" else text[at + size :])


def _spoil_lines(lines, act, where, token, size):
    rows = [k for k, line in enumerate(lines) if act != "value" or " = " in line] or [0]
    row = rows[min(int(where * len(rows)), len(rows) - 1)]
    if act == "value":
        lines[row] = f"{lines[row].split(' = ')[0]} = {VALUES[size % len(VALUES)]}"
    elif act == "line":
        lines[row] = token
    else:
        lines[row], lines[size % len(lines)] = lines[size % len(lines)], lines[row]
    return "\n".join(lines)


def _dumped(tree, kind):
    if kind == "json":
        return json.dumps(tree, default=str)
    return tomli_w.dumps(tree)


def spoiled(recipe, seeds, kind):
    """Return the bytes of a spoiled file.

    Parameters
    ----------
    recipe : drawn from RECIPES; seeds : sound files as bytes; kind : "toml", "json" or "bytes".
    """
    way, which, rows, encoding = recipe
    seed = seeds[min(int(which * len(seeds)), len(seeds) - 1)]
    if way == "raw":
        return rows
    if kind == "bytes":
        # Latin-1 keeps every byte, so that a text act is one on bytes.
        text = seed.decode("latin-1")
        rows = rows if way == "text" else [("insert", row[1], str(row[2]), 1) for row in rows]
        for row in rows:
            text = _spoil_text(text, *row)
        return text.encode("latin-1", "replace")
    if way == "text":
        text = seed.decode("utf-8")
        for row in rows:
            text = _spoil_text(text, *row)
        return text.encode(encoding, "replace")
    tree = json.loads(seed) if kind == "json" else tomllib.loads(seed.decode("utf-8"))
    for row in rows:
        tree = _spoil_tree(tree, *row)
    return _dumped(tree, kind).encode("utf-8", "surrogatepass")
