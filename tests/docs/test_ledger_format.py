"""The ledger's format page names every key of every table, and its example holds."""

import re
from pathlib import Path

import pytest

from airshield.posture import bundled_names, infer, load_policy, read
from airshield.posture.chains import ON_SITE
from airshield.posture.models import Claim, Document, Fact, Ledger, Site, Source, System
from airshield.posture.policy_file import Dependence, PolicyFile

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "formats" / "ledger.md").read_text("utf-8")
THEORY = (DOCS / "theory" / "posture.md").read_text("utf-8")
MODELS = {
    "Top level": Ledger,
    "Claim": Claim,
    "Document": Document,
    "Source": Source,
    "Site": Site,
    "System": System,
    "Fact": Fact,
}


def section(heading):
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"no section {heading}"
    return found[1]


def rows(heading):
    table = re.findall(r"^\| `(\w+)` \|(.*)\|$", section(heading), re.M)
    return {key: [cell.strip() for cell in rest.split(" | ")] for key, rest in table}


@pytest.mark.parametrize("heading", MODELS)
def test_every_key_has_a_row_and_required_ones_say_so(heading):
    model = MODELS[heading]
    found = rows(heading)
    assert list(found) == list(model.model_fields)
    for key, cells in found.items():
        assert len(cells) == 2, key
        required = model.model_fields[key].is_required()
        assert (cells[1] == "required") == required, key


@pytest.mark.parametrize("key", ["status", "attribution", "polarity", "time_precision"])
def test_closed_lists_are_complete(key):
    annotation = str(Claim.model_fields[key].annotation)
    for word in re.findall(r"'([^']+)'", annotation):
        assert f"`{word}`" in rows("Claim")[key][0], word


def test_the_example_loads_and_gives_seventy_percent():
    (text,) = re.findall(r"```toml\n(.*?)```", section("Example"), re.S)
    loaded = read(text)
    beliefs = infer(loaded, loaded.ledger.claim[0].event_end)
    # The drift since 1 March adds less than a thousandth.
    assert beliefs.find("patriot", "ain-al-asad").p_on_site == pytest.approx(0.70, abs=1e-3)


def test_every_table_of_the_policy_has_a_row():
    found = rows("The policy file")
    assert {"schema_version", *found} == set(PolicyFile.model_fields)
    for key in Dependence.model_fields:
        assert f"`{key}`" in found["dependence"][0]


def test_the_theory_names_every_status_that_moves_a_ladder():
    for ladder in load_policy().ladders.values():
        for status, polarity in ladder.moves:
            words = f"*not* {status}" if polarity == "negative" else status
            assert words in THEORY, words
    assert all(word in THEORY for word in ON_SITE)


def test_the_bundled_names_are_named():
    for name in bundled_names():
        assert f"`{name}`" in PAGE
