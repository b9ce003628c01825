"""Files that can be read, and one clear sentence for each that cannot."""

import datetime as dt

import pytest
from pdf_page import pdf

from airshield.errors import ClaimError, MissingExtraError
from airshield.posture.reading.inputs import open_document
from airshield.posture.reading.lexicon import load_lexicon

STORY = (
    "The Patriot battery arrived at Erbil on Friday, officials said. It is not yet working, and "
    "the officials would not say when it will be. There are no Patriots at Balad, they said."
)


HTML = f"""<!DOCTYPE html><html><head><title>Patriots in Iraq</title>
<meta property="article:published_time" content="2020-04-12T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Patriots in Iraq</h1><p>{STORY}</p><p>{STORY.replace("Erbil", "Ain al-Asad")}</p>
</article><footer>All rights reserved, subscribe to our newsletter</footer></body></html>"""


@pytest.fixture
def opened(tmp_path):
    def open_(content, name="a.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_document(path, load_lexicon())

    return open_


def test_plain_text_keeps_its_words_and_drops_the_mark_of_its_encoding(opened):
    found = opened(b"\xef\xbb\xbf" + STORY.encode().replace(b". ", b".\r\n"))
    assert (found.text, found.kind) == (STORY.replace(". ", ".\n"), "text")
    assert found.page_date is None


def test_html_gives_the_article_and_offers_its_date(opened):
    found = opened(HTML, "page.html")
    assert STORY in found.text
    assert "newsletter" not in found.text
    assert found.page_date == dt.date(2020, 4, 12)


def test_html_is_known_by_its_first_bytes(opened):
    assert opened(HTML, "page.txt").kind == "html"


def test_pdf_gives_its_words_and_offers_its_date(opened):
    lines = ["The Patriot battery arrived at Erbil on Friday, officials", "said. It is not yet up."]
    found = opened(pdf(lines), "a.pdf")
    assert "officials said. It is not yet up." in found.text
    assert found.page_date == dt.date(2020, 4, 12)


ARABIC = "وصلت بطارية صواريخ باتريوت إلى قاعدة عين الأسد الجوية يوم الجمعة حسب مصادر عسكرية. " * 3
GERMAN = (
    "Die Batterie ist nach Angaben der Behörden am Freitag in Erbil angekommen und aufgebaut. " * 3
)
SPANISH = (
    "La batería llegó el viernes a la base, dijeron los funcionarios de la coalición en Erbil. " * 3
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (bytes(range(256)) * 40, "binary file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary file"),
        (STORY.encode("utf-16"), "binary file"),
        ("caf\xe9 ".encode("latin-1") * 50, "not UTF-8 text"),
        ((STORY + "\n").encode() * 29_500, "the most is 0.3 million"),
        (ARABIC, "knows English only"),
        (GERMAN, "knows English only"),
        (SPANISH, "knows English only"),
        (b"%PDF-1.4\nnonsense", "the PDF is damaged"),
        (pdf([""]), "holds no text"),
        (b"<html><body></body></html>", "no article text"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(opened, content, words):
    with pytest.raises(ClaimError) as caught:
        opened(content)
    (fault,) = caught.value.faults
    assert words in fault.message
    assert "\n" not in str(fault)


def test_five_megabytes_are_refused_quickly_and_say_how_many(opened):
    text = (STORY + "\n") * (5_000_000 // len(STORY) + 1)
    with pytest.raises(ClaimError, match=r"5\.0 million characters"):
        opened(text)


def test_missing_files_and_folders_are_named(tmp_path):
    for path, words in ((tmp_path / "no.txt", "no such file"), (tmp_path, "directory")):
        with pytest.raises(ClaimError, match=words):
            open_document(path, load_lexicon())


@pytest.mark.parametrize(("name", "content"), [("pypdf", pdf(["It is."])), ("trafilatura", HTML)])
def test_without_the_extra_one_line_says_what_to_install(opened, monkeypatch, name, content):
    monkeypatch.setitem(__import__("sys").modules, name, None)
    with pytest.raises(MissingExtraError, match=r"airshield\[read\]"):
        opened(content)
