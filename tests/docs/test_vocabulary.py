"""One word for one thing, with one unit: files, options, results, JSON, columns, pages."""

import re
from pathlib import Path

import pytest
import vocabulary

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "reference" / "glossary.md").read_text("utf-8").lower()
UNIT = re.compile(r"_(m_s|km2|km|musd|deg|rad|days|m2|kg_m2|kg|m|s)$")
# What has a dimension needs a unit; catalogue values carry theirs beside them.
MEASURED = re.compile(
    r"(^|_)(azimuth|range|speed|altitude|alt|elevation|radius|distance|bearing|boresight|sector|width|"
    r"spacing|delay|duration|height|lat|lon|mass|time)$"
)
# Names that CF fixes, in NetCDF files, where `units` says it.
CF = {"lat", "lon", "azimuth", "rose_azimuth", "asset_lat", "asset_lon", "unit_lat", "unit_lon"}
# The width of an interval of a probability; a table over delays.
NO_UNIT = {"until_width", "looks_by_delay"}
# The command line takes what a reader of maps thinks in; everything behind it is SI.
KILOMETRES = {"range", "margin"}
# Second names that were found and mended, or that lie near: word, and what is said instead.
INSTEAD = {
    "alt_m": "altitude_m",
    "asset_name": "name",
    "casualties": "people_exposed",
    "confidence_low": "…_low",
    "defended_asset": "asset",
    "detect_range_m": "detected_range_m",
    "expended": "spent",
    "exposed": "people_exposed",
    "exposure": "people_exposed",
    "fired": "spent",
    "heading_deg": "boresight_deg",
    "impacts_in_asset": "leakers",
    "interceptors_used": "spent",
    "kills": "intercepts",
    "latitude_deg": "lat_deg",
    "leaks": "leakers",
    "longitude_deg": "lon_deg",
    "n_replications": "replications",
    "no_leaker": "p_no_leaker",
    "optimum": "expected_surviving_value",
    "penetrators": "leakers",
    "pk": "p_kill",
    "rounds_spent": "spent",
    "rounds_used": "rounds_assigned",
    "runtime_s": "elapsed_s",
    "seconds": "elapsed_s",
    "sites_of": "sites",
    "sskp": "p_kill",
    "stopped": "warheads_stopped",
    "wall_s": "elapsed_s",
}
# Words of plain English and of computing, which no glossary of the field explains.
PLAIN = set((Path(__file__).parent / "plain_words.txt").read_text("utf-8").split())


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return every name by where it stands, and the units of the variables of a NetCDF file."""
    folder = tmp_path_factory.mktemp("words")
    found = vocabulary.json_keys(folder)
    columns, units = vocabulary.columns(folder)
    names = {
        "keys of files": vocabulary.file_keys(),
        "options": vocabulary.options(),
        "Python": vocabulary.python_names(),
        **{f"JSON of {name}": keys for name, keys in found.items()},
        **{f"columns of {name}": keys for name, keys in columns.items()},
    }
    assert all(len(words) > 3 for words in names.values()), names
    return names, units


def everywhere(names):
    return {word: place for place, words in names.items() for word in words}


@pytest.mark.slow
def test_no_second_name_is_used(said):
    for word, place in everywhere(said[0]).items():
        assert word not in INSTEAD, f"{place}: `{word}`, elsewhere `{INSTEAD[word]}`"


@pytest.mark.slow
def test_what_is_measured_carries_its_unit(said):
    names, units = said
    for word, place in everywhere(names).items():
        if word in CF:
            assert units[word] in ("degree", "degrees_north", "degrees_east"), word
        elif word not in NO_UNIT and not word.endswith("_utc"):
            assert not MEASURED.search(word), f"{place}: `{word}` has no unit"
        if (unit := UNIT.search(word)) and units.get(word):
            assert units[word] == {"deg": "degree"}.get(unit[1], unit[1]), word


@pytest.mark.slow
def test_one_quantity_has_one_unit_outside_of_the_code(said):
    seen = {}
    for place, words in said[0].items():
        for word in words if place != "Python" else ():
            if unit := UNIT.search(word):
                seen.setdefault(UNIT.sub("", word), {}).setdefault(unit[1], place)
    for stem, units in seen.items():
        expected = 2 if stem in KILOMETRES and "km" in units else 1
        assert len(units) <= expected, (stem, units)


def words_of(names):
    """Yield (part of a name, name, place), without units."""
    for word, place in everywhere(names).items():
        for part in re.split(r"[_ ]", UNIT.sub("", word)):
            yield part.lower(), word, place


@pytest.mark.slow
def test_every_word_of_the_field_stands_in_the_glossary(said):
    known = set(re.findall(r"[a-z]+", GLOSSARY))
    missing = {
        part: (word, place)
        for part, word, place in words_of(said[0])
        # A letter is a grade of the Admiralty code or an axis; a plural is its singular.
        if len(part) > 1
        and not {part, part.removesuffix("s"), part.removesuffix("es")} & (known | PLAIN)
    }
    assert not missing, missing


@pytest.mark.slow
def test_plain_words_are_not_kept_after_their_last_use(said):
    used = {part for part, _, _ in words_of(said[0])}
    assert not {word for word in PLAIN if not {word, f"{word}s", f"{word}es"} & used}


def labels():
    """Yield (file, words) of what the page and the report write above their columns and numbers."""
    for path in sorted((ROOT / "web" / "src").glob("*.ts")):
        for words in re.findall(r'"([^"\n]{3,60})"', path.read_text("utf-8")):
            yield path.name, words
    for path in sorted((ROOT / "src" / "airshield" / "report" / "templates").glob("*.j2")):
        for words in re.findall(r"<th[^>]*>([^<{]{3,60})<", path.read_text("utf-8")):
            yield path.name, words
    for path in sorted((ROOT / "src" / "airshield").glob("*/*.py")):
        if path.parent.name in ("cli", "report"):
            for words in re.findall(r'add_column\(\s*"([^"]+)"', path.read_text("utf-8")):
                yield path.name, words


def test_labels_say_what_the_glossary_says():
    second = (
        r"penetrat|\bkills?\b(?! (prob|assess))|\bexpended\b|\bcasualt|\bleak-?throughs?\b|\bPk\b|"
        r"\binterceptors used\b|\bheading\b|defensive unit|\bvictims?\b|\bdefended area\b"
    )
    found = list(labels())
    assert len(found) > 100
    for file, words in found:
        assert not re.search(second, words, re.I), (file, words)
