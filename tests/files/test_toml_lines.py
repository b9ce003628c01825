"""Lines of TOML keys: every form of table, key and value."""

import json
import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airshield.errors import InputError
from airshield.files.toml_lines import TomlLines, parse

TEXT = '''# comment [not.a.table]
top = 1
[a.b]            # 3
"quoted key" = "x # not a comment"
c.d = 2
e = { f = 1, g = { h = 2 } }
multi = """
[fake]
k = 1
"""
literal = \'\'\'a "" b\'\'\'
[[list]]         # 12
id = "one"
values = [
  1,
  { x = 1, y = [2, 3] },  # 16
]
[[list]]
id = "two"
[list.sub]       # 20
z = 1979-05-27T07:32:00Z
[override."interceptor.pac3_cri"]
sskp_tbm = { low = 0.1, nominal = 0.2, high = 0.3 }
last = true'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("a", "b"), 3),
        (("a", "b", "quoted key"), 4),
        (("a", "b", "c", "d"), 5),
        (("a", "b", "e", "g", "h"), 6),
        (("a", "b", "multi"), 7),
        (("a", "b", "literal"), 11),
        (("list", 0), 12),
        (("list", 0, "id"), 13),
        (("list", 0, "values", 1), 16),
        (("list", 0, "values", 1, "y", 1), 16),
        (("list", 1, "id"), 19),
        (("list", 1, "sub", "z"), 21),
        (("override", "interceptor.pac3_cri", "sskp_tbm", "low"), 23),
        (("override", "interceptor.pac3_cri", "sskp_tbm", "nominal"), 23),
        (("override", "interceptor.pac3_cri", "last"), 24),
    ],
)
def test_each_key_is_on_its_line(path, line):
    parse(TEXT, "t.toml")
    assert TomlLines(TEXT).line(path) == line


def test_a_missing_key_is_on_the_line_of_its_table():
    assert TomlLines(TEXT).line(("list", 1, "absent")) == 18
    assert TomlLines(TEXT).line(("absent",)) is None


def test_broken_toml_names_its_line():
    with pytest.raises(InputError) as caught:
        parse("a = 1\nb = \n", "f.toml")
    assert caught.value.faults[0].line == 2


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\r\n\r\nb = 2\r\n", ("b",), 3),
        ("a = '''\n\n'''\nb = 1", ("b",), 4),
        ('a = """\n\\"""\n"""\nb = 1', ("b",), 4),
        ('a = """"quoted""""\nb = 1', ("b",), 2),
        ("a = '''''''\nb = 1", ("b",), 2),
        ('a = "\\\\"\nb = 1', ("b",), 2),
        ('a = "]}#" # ]}\nb = 1', ("b",), 2),
        ("a = [ # [\n 1, # ]\n]\nb = 1", ("b",), 4),
        ("a = []\nb = {}\nc = [[], [{}]]\nd = 1", ("d",), 4),
        ("a = 1979-05-27 07:32:00 # x\nb = 1", ("b",), 2),
        ("a . b = 1\n'c d' . \"e\" = 2", ("c d", "e"), 2),
        ("[ a . 'b.c' ]\nd = 1", ("a", "b.c", "d"), 2),
        ("[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2", ("a", 1, "b", 0, "c"), 7),
        ("[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2", ("a", 0, "b", 1, "c"), 4),
        ("[a.b]\nc = 1\n[a]\nd = 2", ("a",), 3),
        ("[a]\nb.c = 1\n[a.d]\nb = 1", ("a", "b"), 2),
        ('"\\u00e9" = 1\nb = 1', ("é",), 1),
        ("a = 'é' # ü\nb = 1", ("b",), 2),
        ("a = 1", ("a", "deeper"), 1),
        ("", ("a",), None),
        ("# only a comment", ("a",), None),
    ],
)
def test_odd_forms(text, path, line):
    parse(text, "t.toml")
    assert TomlLines(text).line(path) == line


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True),
    st.sampled_from(['"a b"', "'#'", '"]"', "'='", '"\\""', "'a.b'", '""']),
)
SCALARS = st.sampled_from(
    ["1", "-2.5e3", "true", "'#]}'", '"a\\"b"', '"""\n[x]\ny = 1\n"""', "'''\n\n'''", "inf", "0xff"]
)
GAP = st.sampled_from(["", " ", " # [x] = {\n", "\n", "\n\n"])


@st.composite
def values(draw, depth=2):
    """Draw a value as text; arrays may run over lines, inline tables may not."""
    kind = draw(st.sampled_from(["scalar", "scalar", "array", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(SCALARS)
    if kind == "array":
        items = draw(st.lists(values(depth=depth - 1), max_size=3))
        return "[" + draw(GAP) + ",".join(item + draw(GAP) for item in items) + "]"
    keys = draw(st.lists(KEYS, max_size=3, unique_by=unquoted))
    pairs = (f"{key} = {draw(values(depth=depth - 1))}" for key in keys)
    return "{ " + ", ".join(pairs) + " }"


def unquoted(key):
    return next(iter(tomllib.loads(f"{key} = 1")))


@given(st.lists(st.tuples(GAP, KEYS, values()), max_size=6, unique_by=lambda row: unquoted(row[1])))
def test_every_key_of_any_document_is_found_where_it_was_written(rows):
    text, expected = "", {}
    for gap, key, value in rows:
        text += gap + ("\n" if gap.endswith(" ") and "#" in gap else "")
        expected[unquoted(key)] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    content = parse(text, "t.toml")
    lines = TomlLines(text)
    assert set(content) == set(expected)
    for key, line in expected.items():
        assert lines.line((key,)) == line
    for path in paths(content):
        found = lines.line(path)
        assert expected[path[0]] <= found <= text.count("\n") + 1


def paths(value, start=()):
    """Yield the path of everything inside a parsed value."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        pairs = []
    for key, inner in pairs:
        yield (*start, key)
        yield from paths(inner, (*start, key))


def counted(text):
    """Count the keys of a document by way of JSON: the reader is handed every table there is."""
    pairs = []
    content = json.dumps(tomllib.loads(text), default=str)
    json.loads(content, object_pairs_hook=lambda table: pairs.extend(key for key, _ in table))
    return len(pairs)


BUNDLED = sorted(resources.files("airshield").glob("*/data/*.toml"))


@pytest.mark.parametrize("file", BUNDLED, ids=lambda file: file.name)
def test_each_key_of_the_bundled_files_is_on_the_line_that_is_named(file):
    text = file.read_text("utf-8")
    rows = text.split("\n")
    lines = TomlLines(text)
    found = 0
    for path in paths(parse(text, file.name)):
        if isinstance(path[-1], str):
            assert path[-1] in rows[lines.line(path) - 1], path
            found += 1
    # Not one key less than the standard readers make of the file, nor than lines that begin one.
    written = len(re.findall(r'^[A-Za-z0-9_."-]+ *= ', text, re.M))
    assert found == counted(text) >= written > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1\nb = \n", "not valid TOML"),
        ("a = 1\na = 2\n", "not valid TOML"),
        ('a = "x', "not valid TOML"),
        ("a = " + 5000 * "9", "not valid TOML"),
        ("a = " + 4000 * "9", "f.toml:1: a: this whole number has more than 64 bits"),
        ("b = 1\na = [1, { c = 0x1_0000_0000_0000_0000 }]", "f.toml:2: a.1.c: .* 64 bits"),
        ("a = " + 5000 * "[" + 5000 * "]", "nested too deeply"),
    ],
)
def test_what_is_not_toml_is_one_fault_of_the_user(text, words):
    with pytest.raises(InputError, match=words) as caught:
        parse(text, "f.toml")
    assert len(caught.value.faults) == 1
