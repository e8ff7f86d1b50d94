"""Places the names on a map so that none covers another or a mark, narrow screens included."""

from collections.abc import Sequence
from typing import NamedTuple

PLOT = (270, 400)
"""Pixels of the map on a phone; on a wider screen the marks only move further apart."""

CORNER = (85, 34)
"""Pixels of the words in each corner, which stay free."""

CHARACTER, LINE = 6.2, 15
_MARK = 8
_RIGHT_MARGIN = 12


class Label(NamedTuple):
    """A name and where it stands: an anchor and a shift in pixels from its mark."""

    text: str
    anchor: str
    right: float
    up: float


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


Points = Sequence[tuple[float, float]]
Scales = Sequence[Sequence[float]]
Corner = tuple[int, int]
"""(0, 0) is bottom left, (1, 1) top right."""


def free_corners(points: Points, scales: Scales) -> list[Corner]:
    """The corners whose words no mark would cover."""
    marks = [_mark(at) for at in _pixels(points, scales)]
    corners = [(right, top) for right in (0, 1) for top in (0, 1)]
    return [c for c in corners if not any(_corner(c).overlaps(mark) for mark in marks)]


def place_labels(
    points: Points,
    names: Sequence[Sequence[str]],
    scales: Scales,
    order: Sequence[int],
    corners: Sequence[Corner] = (),
) -> dict[int, Label]:
    """A place for each name in turn: its first shape, and place beside the mark, that is free.

    `names` are shapes of each name, lines broken by `<br>`; a name that finds no room is left
    out. Words stand in `corners`.
    """
    pixels = _pixels(points, scales)
    marks = [_mark(at) for at in pixels]
    taken = [_corner(corner) for corner in corners]
    placed: dict[int, Label] = {}
    for index in order:
        others = taken + marks[:index] + marks[index + 1 :]
        for text in names[index]:
            free = _first_free(text, pixels[index], others)
            if free:
                placed[index] = free
                taken.append(_box(pixels[index], free))
                break
    return placed


def _pixels(points: Points, scales: Scales) -> list[tuple[float, ...]]:
    return [
        tuple(
            (value - low) / (high - low) * size
            for value, (low, high), size in zip(point, scales, PLOT, strict=True)
        )
        for point in points
    ]


def _mark(at: tuple[float, ...]) -> _Box:
    x, y = at
    return _Box(x - _MARK, y - _MARK, x + _MARK, y + _MARK)


def _corner(corner: Corner) -> _Box:
    wide, high = CORNER
    left, bottom = corner[0] * (PLOT[0] - wide), corner[1] * (PLOT[1] - high)
    return _Box(left, bottom, left + wide, bottom + high)


def _first_free(text: str, at: tuple[float, float], others: Sequence[_Box]) -> Label | None:
    for label in _candidates(text):
        box = _box(at, label)
        is_inside = box.left > 0 and box.right < PLOT[0] + _RIGHT_MARGIN
        is_inside = is_inside and box.bottom > 0 and box.top < PLOT[1]
        if is_inside and not any(box.overlaps(other) for other in others):
            return label
    return None


def _size(text: str) -> tuple[float, float]:
    lines = text.split("<br>")
    return CHARACTER * max(len(line) for line in lines), LINE * len(lines)


def _candidates(text: str) -> list[Label]:
    """Places around the mark; those its whiskers do not cross come first."""
    above = _MARK + _size(text)[1] / 2 + 1
    sides = []
    for up in (above - 5, 5 - above):
        sides += [Label(text, "left", 6, up), Label(text, "right", -6, up)]
    for up in (0, 6, -6):
        sides += [Label(text, "left", 11, up), Label(text, "right", -11, up)]
    sides += [Label(text, "center", 0, above), Label(text, "center", 0, -above)]
    for right in (-16, 16):
        sides += [Label(text, "center", right, above), Label(text, "center", right, -above)]
    return [*sides, Label(text, "center", 0, above + LINE), Label(text, "center", 0, -above - LINE)]


def _box(at: tuple[float, float], label: Label) -> _Box:
    width, height = _size(label.text)
    x, y = at[0] + label.right, at[1] + label.up
    left = {"left": x, "right": x - width, "center": x - width / 2}[label.anchor]
    return _Box(left, y - height / 2, left + width, y + height / 2)
