"""The cells of a segment scan: which changed beyond chance, and which of them are worth a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from insight.charts.nps_change import change_of
from insight.charts.theme import THIN, plain
from insight.query import Result
from insight.stats.two_waves import Z95, Change


@dataclass(frozen=True)
class Cell:
    """One tested cell, its change, and the answers of both periods."""

    dimensions: tuple[str, ...]
    values: tuple[str, ...]
    change: Change
    p_corrected: float
    before: int
    after: int

    @property
    def name(self) -> str:
        return plain(" and ".join(plain(value, 30) for value in self.values))

    @property
    def of_two(self) -> bool:
        """Whether it is a cell of two dimensions."""
        return len(self.values) == 2

    @property
    def thin(self) -> bool:
        return min(self.before, self.after) < THIN

    @property
    def stands_out(self) -> bool:
        """Whether it changed beyond chance, after correcting for every cell tested."""
        return self.p_corrected <= 0.05 and self.change.is_real

    def holds(self, points: float) -> bool:
        """Whether its interval holds such a change."""
        return self.change.low <= points <= self.change.high

    def away_from(self, points: float) -> float:
        """How far its change is from another, in standard errors."""
        error = (self.change.high - self.change.low) / (2 * Z95)
        return abs(self.change.points - points) / error


def tested(result: Result) -> list[Cell]:
    """The cells with enough answers in both periods, the most certain change first."""
    return [
        Cell(
            tuple(name for name in (row["dimension"], row["second_dimension"]) if name is not None),
            tuple(name for name in (row["value"], row["second_value"]) if name is not None),
            Change(row["change"], row["low"], row["high"], row["p"]),
            row["p_corrected"],
            row["respondents_before"],
            row["respondents"],
        )
        for row in result.rows()
        if row["p"] is not None
    ]


def standing_out(result: Result, overall: Result) -> list[Cell]:
    """The cells that changed beyond chance, the furthest from everyone's change first."""
    [everyone] = overall.rows()
    points = everyone["change"] or 0.0
    found = [cell for cell in tested(result) if cell.stands_out]
    return sorted(found, key=lambda cell: (cell.thin, -cell.away_from(points)))


@dataclass(frozen=True)
class Listing:
    """What a chart lists: cells with how many in them moved alike; others moved as everyone did."""

    lines: tuple[tuple[Cell, int], ...]
    as_everyone: int


def listing(found: Sequence[Cell], everyone: Change | None) -> Listing:
    """Cells that moved unlike everyone (whose change is real, or None) and unlike a wider cell.

    A cell moved like another where its interval holds the other's change.
    """
    unlike = [cell for cell in found if everyone is None or not cell.holds(everyone.points)]
    wider = {(cell.dimensions[0], cell.values[0]): cell for cell in unlike if not cell.of_two}
    alike = dict.fromkeys(wider, 0)
    lines = []
    for cell in unlike:
        around = [
            pair
            for pair in zip(cell.dimensions, cell.values, strict=True)
            if cell.of_two and pair in wider and cell.holds(wider[pair].change.points)
        ]
        for pair in around:
            alike[pair] += 1
        if not around:
            lines.append(cell)
    counted = [
        (cell, 0 if cell.of_two else alike[cell.dimensions[0], cell.values[0]]) for cell in lines
    ]
    return Listing(tuple(counted), len(found) - len(unlike))


def real_change(overall: Result) -> Change | None:
    """Everyone's change; None where it is not real or cannot be told."""
    [everyone] = overall.rows()
    change = change_of(everyone)
    return change if change is not None and change.is_real else None
