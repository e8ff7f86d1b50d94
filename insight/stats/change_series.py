"""What a change of ours may have moved, month by month: those it touched and those it did not."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

FEW_TOUCHED = 0.1
"""Another change is taken to touch one side only where it touched a tenth as many on the other."""
MOSTLY = 0.5
"""Or where the shares of both sides that it touched lie so far apart."""
ALIKE = 1e-9


@dataclass(frozen=True)
class Side:
    """Means of one side by month, with how many answered and the variance of each mean."""

    n: np.ndarray
    mean: np.ndarray
    variance: np.ndarray

    @classmethod
    def of_sums(cls, n: np.ndarray, total: np.ndarray, squares: np.ndarray) -> "Side":
        """From sums by month; the variance of answers is pooled within months (METHODS.md)."""
        there = n > 0
        people = np.where(there, n, 1)
        spread = np.where(there, squares - total**2 / people, 0.0).sum()
        freedom = n.sum() - there.sum()
        pooled = spread / freedom if freedom > 0 and spread > ALIKE else 1.0
        return cls(n, np.where(there, total / people, np.nan), pooled / people)

    def less(self, other: "Side") -> "Side":
        """This mean less that of others, month by month, where both are."""
        return Side(
            np.minimum(self.n, other.n), self.mean - other.mean, self.variance + other.variance
        )


@dataclass(frozen=True)
class Other:
    """Another change on record: when it started and which shares of both sides it touched."""

    change_id: str
    title: str
    item: str | None
    started_on: date
    of_touched: float
    of_untouched: float

    @property
    def start(self) -> int:
        return month_number(self.started_on)

    @property
    def touches_one_side(self) -> bool:
        """Whether it moves the difference of both sides, rather than both alike."""
        smaller, larger = sorted((self.of_touched, self.of_untouched))
        return larger > 0 and (smaller <= FEW_TOUCHED * larger or larger - smaller >= MOSTLY)

    def step(self, months: np.ndarray) -> np.ndarray:
        """0 before it, 1 after it, in the month of its start the share of days that followed."""
        day = self.started_on.day
        days = calendar.monthrange(self.started_on.year, self.started_on.month)[1]
        return np.clip(months - self.start + 1 - (day - 1) / days, 0.0, 1.0)


@dataclass(frozen=True)
class Series:
    """One measure around one change: months as numbers, both sides, and the other changes.

    `untouched` is None where it touched everybody; the measure then stands alone.
    """

    change_id: str
    title: str
    item: str | None
    started_on: date
    kind: str
    months: np.ndarray
    touched: Side
    untouched: Side | None
    others: tuple[Other, ...]
    minimum: int

    @property
    def measure(self) -> str:
        return self.kind if self.kind == "nps" else f"{self.kind}: {self.item}"

    @property
    def moved(self) -> Side:
        """What the effect is looked for in: touched less untouched, or everyone."""
        return self.touched if self.untouched is None else self.touched.less(self.untouched)

    @property
    def start(self) -> int:
        return month_number(self.started_on)

    @property
    def cut_month(self) -> int | None:
        """The month in which it started, where it started within it."""
        return self.start if self.started_on.day > 1 else None

    @property
    def before(self) -> np.ndarray:
        return self.months < self.start

    @property
    def after(self) -> np.ndarray:
        return (self.months >= self.start) & (self.months != self.cut_month)

    @property
    def usable(self) -> np.ndarray:
        """Months that a model may rest on: both sides answered, and the start cuts none."""
        return (self.moved.n > 0) & (self.before | self.after)

    def people(self, when: np.ndarray) -> int:
        """Those it touched who answered in these months."""
        return int(self.touched.n[when].sum())

    @property
    def fewest(self) -> int:
        """People on the smaller side: touched or not, before or after."""
        sides = [self.touched, self.untouched or self.touched]
        return int(min(side.n[when].sum() for side in sides for when in (self.before, self.after)))


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def series_of(rows: list[dict[str, Any]]) -> list[Series]:
    """The series of one change from its rows, one a kind: nps first, always; then its item's."""
    by_kind = {row["kind"]: row["months"] for row in rows if row["kind"]}
    about, found = rows[0], []
    for kind in ("nps", "wanted", "delivered"):
        sums = by_kind.get(kind, [])
        if sums or kind == "nps":
            found.append(_series(about, kind, *_sides(sums, about)))
    gap = _gap(about, by_kind)
    return [*found, gap] if gap else found


def _gap(about: dict[str, Any], by_kind: dict[str, list[dict]]) -> Series | None:
    """Delivered less wanted: paired where at least half of the smaller side rated both."""
    n = {kind: sum(month["n"] for month in by_kind.get(kind, ())) for kind in _OF_GAP}
    if not n["wanted"] or not n["delivered"] or "both" not in by_kind:
        return None
    if 2 * n["both"] >= min(n["wanted"], n["delivered"]):
        return _series(about, "gap", *_sides(by_kind["both"], about))
    months = {kind: {month["month"]: month for month in by_kind[kind]} for kind in _OF_GAP[:2]}
    shared = sorted(months["wanted"].keys() & months["delivered"].keys())
    wanted, delivered = (
        _sides([months[kind][month] for month in shared], about) for kind in _OF_GAP[:2]
    )
    untouched = None if delivered[2] is None else delivered[2].less(wanted[2])
    return _series(about, "gap", delivered[0], delivered[1].less(wanted[1]), untouched)


_OF_GAP = ("wanted", "delivered", "both")


def _touched_everybody(about: dict[str, Any]) -> bool:
    return about["everybody"] or 0 < about["touched"] == about["people"]


def _sides(
    sums: list[dict[str, Any]], about: dict[str, Any]
) -> tuple[np.ndarray, Side, Side | None]:
    """(months, those touched, those not touched) from sums by month over everyone and exposed."""
    months = np.array([month_number(month["month"]) for month in sums], dtype=int)
    names = ("n", "total", "squares")
    everyone = [np.array([month[name] for month in sums], dtype=float) for name in names]
    if _touched_everybody(about):
        return months, Side.of_sums(*everyone), None
    exposed = [np.array([m[f"exposed_{name}"] for m in sums], dtype=float) for name in names]
    rest = [whole - part for whole, part in zip(everyone, exposed, strict=True)]
    return months, Side.of_sums(*exposed), Side.of_sums(*rest)


def _series(
    about: dict[str, Any],
    kind: str,
    months: np.ndarray,
    touched: Side,
    untouched: Side | None,
) -> Series:
    others = tuple(
        other
        for other in (_other(known, about) for known in about["other_changes"] or ())
        if other.touches_one_side and (kind == "nps" or other.item in (None, about["item"]))
    )
    return Series(
        about["change_id"],
        about["title"],
        about["item"],
        about["started_on"],
        kind,
        months,
        touched,
        untouched,
        others,
        about["minimum"],
    )


def _other(known: dict[str, Any], about: dict[str, Any]) -> Other:
    if _touched_everybody(about):
        of_touched = 1.0 if known["everybody"] else _share(known["touched"], about["people"])
        of_untouched = 0.0
    elif known["everybody"]:
        of_touched = of_untouched = 1.0
    else:
        of_touched = _share(known["together"], about["touched"])
        of_untouched = _share(
            known["touched"] - known["together"], about["people"] - about["touched"]
        )
    return Other(
        known["change_id"],
        known["title"],
        known["item"],
        known["started_on"],
        of_touched,
        of_untouched,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
