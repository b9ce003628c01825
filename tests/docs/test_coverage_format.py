"""The page of the coverage format names every variable and axis, and its example runs."""

import re
from pathlib import Path

from airshield.coverage import compute

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "formats" / "coverage.md").read_text("utf-8")


def rows(heading):
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)[1]
    lines = re.findall(r"^\| (`.*?`) \|", section, re.M)
    return [name.strip("`") for line in lines for name in line.split(", ")]


def test_every_variable_axis_and_attribute_is_named():
    found = compute("iraq-2020", points=4, azimuths=[81.0], units=["patriot_al_asad"])
    assert sorted(rows("Variables")) == sorted(found.data_vars)
    assert sorted(rows("Axes")) == sorted(found.sizes)
    for name in found.attrs:
        assert f"`{name}`" in PAGE, name
    units = {
        name.strip("`"): cells.split(" | ")[1]
        for names, cells in re.findall(r"^\| (`[^|]*`) \| (.*) \|$", PAGE, re.M)
        for name in names.split(", ")
        if name.strip("`") in found.data_vars
    }
    for name, unit in units.items():
        assert found[name].attrs["units"].startswith(unit), name


def test_the_example_of_the_how_to_runs(capsys):
    text = (DOCS / "how-to" / "map-coverage.md").read_text("utf-8")
    exec(re.findall(r"```python\n(.*?)```", text, re.S)[0], {})
    share, p_stop = map(float, capsys.readouterr().out.split())
    assert 0.0 < share < 1.0
    assert 0.0 < p_stop < 1.0
