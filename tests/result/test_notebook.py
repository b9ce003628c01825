"""Words and tables of a notebook are plain text in HTML."""

from xml.etree import ElementTree

from airshield.result.notebook import shown


def test_cells_are_text_and_each_row_has_a_name():
    found = shown("a < b & c", ("", "<x>"), [("one", "1"), ("<two>", "2 & 3")])
    tree = ElementTree.fromstring(f"<div>{found}</div>")
    assert tree.find("p").text == "a < b & c"
    rows = [[cell.text or "" for cell in row] for row in tree.iter("tr")]
    assert rows == [["", "<x>"], ["one", "1"], ["<two>", "2 & 3"]]
    assert [row[0].tag for row in tree.iter("tr")] == ["th", "th", "th"]
