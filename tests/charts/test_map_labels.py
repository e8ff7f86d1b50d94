from hypothesis import given
from hypothesis import strategies as st

from insight.charts.map_labels import _box, place_labels

PLACES = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=20)


def test_a_lone_name_stands_right_of_its_mark_clear_of_its_whiskers():
    (label,) = place_labels([(30.0, 50.0)], [("Clean boats",)], [(0, 100), (0, 100)], [0]).values()
    assert (label.text, label.anchor) == ("Clean boats", "left")
    box = _box((0, 0), label)
    assert box.left > 0
    assert box.bottom > 0


@given(PLACES)
def test_no_two_names_overlap(points):
    names = [("A name of some length", "A name of<br>some length")] * len(points)
    placed = place_labels(points, names, [(0, 100), (0, 100)], range(len(points)))
    boxes = [_box((points[i][0] * 2.7, points[i][1] * 4.0), label) for i, label in placed.items()]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
