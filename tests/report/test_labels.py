"""Names on maps hide neither names nor places, and stand where they are looked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airshield.report.labels import NEAR_PT, Place, arrange, name_places
from airshield.report.style import new_figure

FRAME = np.array([0.0, 0.0, 500.0, 500.0])
FREE = np.zeros((0, 4))
MIDDLE, SIZE = np.array([[250.0, 250.0]]), np.array([[60.0, 10.0]])


def hidden(boxes):
    """Return the area that boxes share, each pair looked at by itself."""
    area = 0.0
    for k, (a, b, c, d) in enumerate(boxes):
        for e, f, g, h in boxes[:k]:
            area += max(0.0, min(c, g) - max(a, e)) * max(0.0, min(d, h) - max(b, f))
    return area


def test_a_lonely_name_stands_to_the_right_of_its_mark():
    box = arrange(
        np.array([[250.0, 250.0]]), np.array([[60.0, 10.0]]), np.array([5.0]), FRAME, FREE
    )
    assert box[0] == pytest.approx([255.0 + NEAR_PT, 245.0, 315.0 + NEAR_PT, 255.0])


def test_a_name_at_the_eastern_edge_stands_to_the_left():
    box = arrange(
        np.array([[480.0, 250.0]]), np.array([[60.0, 10.0]]), np.array([5.0]), FRAME, FREE
    )
    assert box[0, 2] == pytest.approx(475.0 - NEAR_PT)


def test_a_name_avoids_what_is_taken():
    taken = np.array([[256.0, 0.0, 500.0, 500.0]])
    box = arrange(MIDDLE, SIZE, np.array([5.0]), FRAME, taken)
    assert hidden([*box, *taken]) == 0.0


def test_four_places_on_ten_points_hide_nothing():
    # As around Baghdad: nearer to one another than any name is wide.
    points = np.array([[250.0, 250.0], [244.0, 252.0], [258.0, 246.0], [245.0, 262.0]])
    boxes = arrange(points, np.full((4, 2), (80.0, 9.0)), np.full(4, 4.0), FRAME, FREE)
    marks = np.column_stack([points - 4.0, points + 4.0])
    assert hidden(boxes) == 0.0
    assert sum(hidden([box, mark]) for box in boxes for mark in marks) == 0.0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(2, 10), st.integers(2, 40)), min_size=1, max_size=8, unique=True)
)
def test_names_with_room_are_apart_and_inside(cells):
    points = np.array(cells, float) * (40.0, 12.0)
    boxes = arrange(points, np.full((len(points), 2), (30.0, 6.0)), np.full(len(points), 2.0),
                    FRAME, FREE)  # fmt: skip
    assert hidden(boxes) == 0.0
    assert (boxes[:, :2] >= FRAME[:2]).all()
    assert (boxes[:, 2:] <= FRAME[2:]).all()


def test_names_on_axes_are_apart_as_drawn():
    figure, axes = new_figure(5.0, 5.0)
    axes.set_xlim(0.0, 10.0)
    axes.set_ylim(0.0, 10.0)
    at = ((5.0, 5.0), (5.1, 5.0), (5.2, 4.9), (9.9, 9.9))
    name_places(axes, [Place(f"place {k} (1,000)", x, y, 4.0) for k, (x, y) in enumerate(at)])
    figure.draw_without_rendering()
    boxes = [words.get_window_extent().extents for words in axes.texts]
    assert [words.get_text()[:7] for words in axes.texts] == [f"place {k}" for k in range(4)]
    assert hidden(boxes) == pytest.approx(0.0, abs=1.0)


def test_nothing_to_name():
    _, axes = new_figure(2.0, 2.0)
    name_places(axes, [])
    assert not axes.texts
