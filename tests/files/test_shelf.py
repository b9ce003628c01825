from __future__ import annotations

import pytest

from airshield.errors import ClaimError, InputError
from airshield.files import Shelf, bundled_names, bundled_text, read_file, read_text

PLANS = Shelf("plan", "airshield.plan")
OWN = Shelf("draft", error=ClaimError, mend="write one")


def why(shelf, path):
    with pytest.raises(shelf.error) as caught:
        read_file(shelf, path)
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == (str(path), None)
    return fault.message


def test_the_suffix_is_no_part_of_a_bundled_name():
    assert "march-2020" in bundled_names(PLANS)
    assert bundled_names(Shelf("ledger", "airshield.posture", "-claims.toml")) == ("iraq-2020",)
    assert bundled_names(OWN) == ()


def test_a_bare_word_means_the_bundled_file_and_a_path_the_users(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "march-2020").write_text("mine", "utf-8")
    assert read_text(PLANS, "march-2020") == ("march-2020", bundled_text(PLANS, "march-2020"))
    assert read_text(PLANS, "./march-2020") == ("./march-2020", "mine")


def test_what_is_not_there_names_what_may_have_been_meant(tmp_path):
    with pytest.raises(InputError, match='no bundled plan of that name; did you mean "march-2020"'):
        bundled_text(PLANS, "march-2021")
    assert why(PLANS, tmp_path / "x").startswith("there is no such file, and no bundled plan")
    assert why(OWN, tmp_path / "x") == "there is no such file; name a draft file"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty; write one"),
        (b" \n\t", "the file is empty; write one"),
        (b"a = 1\0", "this is a binary file; a draft is TOML text"),
        ("a = 'ü'".encode("latin-1"), "this is not UTF-8 text"),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path, content, words):
    path = tmp_path / "f.toml"
    path.write_bytes(content)
    assert why(OWN, path).startswith(words)


def test_a_directory_and_an_impossible_path_are_refused(tmp_path):
    assert why(OWN, tmp_path) == "this is a directory; name the draft file in it"
    assert why(OWN, tmp_path / "a\0b").startswith("the file cannot be read: ")


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    path.write_text("a = 1", "utf-8")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    assert why(PLANS, path) == "the file cannot be read: Permission denied"


def test_a_leading_mark_of_byte_order_is_no_fault(tmp_path):
    path = tmp_path / "f.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1")
    assert read_file(OWN, path) == "a = 1"
