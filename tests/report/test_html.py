"""The page: one file, well formed, no network, everything escaped."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

from airshield.report.html import report_html
from airshield.report.numbers import with_interval

VOID = {"meta", "link", "input", "br", "img", "hr", "path", "use", "rect", "circle"}


class _Checker(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.loads, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in ("script", "img", "iframe", "link") and (
            attributes.get("src") or attributes.get("href")
        ):
            self.loads.append(attributes.get("src") or attributes.get("href"))

    def handle_startendtag(self, tag, attrs):
        if "id" in dict(attrs):
            self.ids.append(dict(attrs)["id"])

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def _checked(page):
    checker = _Checker()
    checker.feed(page)
    assert checker.open == []
    return checker


def test_the_page_is_well_formed_and_loads_nothing(assessment):
    page = report_html(assessment)
    checker = _checked(page)
    assert all(load.startswith("data:") for load in checker.loads)
    assert len(checker.ids) == len(set(checker.ids))
    assert not re.search(r"url\(\s*['\"]?https?:", page)
    assert "@import" not in page
    assert len(page.encode()) < 2_000_000


def test_the_page_holds_the_answer_and_every_value_with_its_source(assessment):
    text = " ".join(" ".join(_checked(report_html(assessment)).text).split())
    for answer in assessment.assets:
        assert with_interval(answer.defended.leakers) in text
    for reason in assessment.reasons:
        assert with_interval(reason.leakers) in text
    assert "Why threats got through: Erbil air base" in text
    for row in assessment.assumptions:
        assert row.path in text
        if row.note:
            assert " ".join(row.note.split()) in text
    for sentence in assessment.stated:
        assert sentence in text
    assert assessment.provenance.outcome_hash[:16] in text


def test_nasty_words_are_escaped(assessment):
    nasty = '<script>alert("x")</script>'
    page = report_html(replace(assessment, title=nasty, headline=nasty, stated=(nasty,)))
    assert nasty not in page
    assert html.escape(nasty, quote=False) in page.replace("&#34;", '"')


def test_an_interrupted_run_says_so(assessment):
    stopped = replace(assessment.provenance, stopped_by="interrupt")
    assert "interrupted" in report_html(replace(assessment, provenance=stopped))
