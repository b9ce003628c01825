"""The site is built without a warning, asks nothing of a network, and all its links resolve."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}
OWN_SETTINGS = ("_ext", "_static", "img")


class Page(HTMLParser):
    """Collects what a page loads, where it leads, and its anchors."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.leads, self.anchors = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for key, value in attrs:
            if (tag, key) in LOADED and dict(attrs).get("rel") not in ("next", "prev"):
                self.loads.append(value)
            if tag == "a" and key == "href" and value:
                self.leads.append(value)
            if key in ("id", "name") and value:
                self.anchors.add(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    # Notebooks run in a test of their own.
    asked = ["-W", "--keep-going", "-q", "-b", "html", "-D", "nb_execution_mode=off"]
    command = [sys.executable, "-m", "sphinx", *asked, "-d", str(out / "trees")]
    done = subprocess.run(
        [*command, str(DOCS), str(out / "html")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out / "html"


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_make_docs_holds_warnings_for_errors_and_then_runs_these_tests():
    recipe = (ROOT / "Makefile").read_text("utf-8").split("\ndocs: ")[1].split("\n\n")[0]
    assert "sphinx -W" in recipe
    assert "build/site" in recipe
    assert "pytest -q tests/docs" in recipe


@pytest.mark.slow
def test_every_document_is_a_page_that_the_front_page_leads_to(site, pages):
    wanted = {
        path.relative_to(DOCS).with_suffix(".html")
        for path in [*DOCS.rglob("*.md"), *DOCS.rglob("*.ipynb")]
        if path.relative_to(DOCS).parts[0] not in OWN_SETTINGS
    }
    front, seen = site / "index.html", set()
    ahead = [front]
    while ahead:
        path = ahead.pop()
        if path in seen or path not in pages:
            continue
        seen.add(path)
        targets = (urlsplit(lead) for lead in pages[path].leads)
        ahead += [(path.parent / unquote(t.path)).resolve() for t in targets if t.path]
    assert wanted <= {path.relative_to(site) for path in seen}


@pytest.mark.slow
def test_no_page_loads_anything_from_a_network(pages):
    assert len(pages) > 50
    for path, page in pages.items():
        for address in page.loads:
            assert not urlsplit(address).netloc, (path.name, address)


@pytest.mark.slow
def test_no_style_loads_anything_from_a_network(site):
    for style in site.rglob("*.css"):
        text = style.read_text("utf-8", errors="replace")
        assert "url(http" not in text.replace('"', "").replace("'", ""), style.name
        assert "url(//" not in text.replace('"', "").replace("'", ""), style.name


@pytest.mark.slow
def test_every_link_of_the_site_resolves(pages):
    for path, page in pages.items():
        for lead in page.leads:
            target = urlsplit(lead)
            if target.scheme or target.netloc:
                continue
            found = (path.parent / unquote(target.path)).resolve() if target.path else path
            assert found.exists(), (path.name, lead)
            if target.fragment and found in pages:
                known = pages[found].anchors
                assert unquote(target.fragment) in known, (path.name, lead)
