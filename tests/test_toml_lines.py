"""Lines of TOML keys: every form of table, key and value."""

import pytest

from airshield.errors import InputError
from airshield.toml_lines import TomlLines, parse

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
