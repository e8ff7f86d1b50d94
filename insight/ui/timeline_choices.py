"""What a reader chooses for the change timeline: what is measured below it, and which changes."""

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from insight.charts.shifts import ShiftMark, shift_marks
from insight.charts.timeline_measure import Measure, measures
from insight.exposure import Conditions, read_exposed
from insight.problems import Failure, Mistake
from insight.ui.choices import choose_unit, dimension_title
from insight.ui.plain import plain
from insight.ui.view import View, choose

_MEASURES = {
    "nps": "NPS",
    "departures": "Customers who left",
    "share": "Share of interactions",
    "wanted": "Wanted",
    "delivered": "Delivered",
    "gap": "Gap",
}


@dataclass(frozen=True)
class TimelineChoice:
    """A reader's timeline; None leaves no change out."""

    unit: str
    measure: Measure
    kind: str | None = None
    item: str | None = None
    touching: str | None = None
    among: frozenset[str] | None = None
    """Ids of the changes that touched people of the value `touching`."""

    @property
    def leaves_out(self) -> bool:
        """Whether some changes may be left out."""
        return (self.kind, self.item, self.among) != (None, None, None)

    @property
    def whom(self) -> str:
        """For whom changes are shown, as the small print says it."""
        if self.touching is None:
            return "for everybody they touched"
        return f"where they touched {plain(self.touching)} or everybody"


def choose_timeline(view: View) -> TimelineChoice:
    """The measure by month, quarter or year; changes by kind, item and whom they touched."""
    changes, touched_by = view.ask_any("change_timeline").rows(), _touched_by(view)
    kinds = sorted({row["kind"] for row in changes if row["kind"]})
    items = sorted({row["item"] for row in changes if row["item"]})
    parts = {
        f"{dimension}={value}": (dimension, value)
        for conditions in touched_by.values()
        for dimension, values in sorted(conditions.items())
        for value in values
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = _choose_measure(view)
        unit = choose_unit()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = _one_of("change_kind", "Kind of change", "Every kind", kinds)
        item = _one_of("change_item", "Aimed at", "Any item or none", items)
        written = {part: f"{dimension_title(name)}: {v}" for part, (name, v) in parts.items()}
        whom = _one_of("touched", "Touched", "Anybody", sorted(parts), written)
    if whom is None:
        return TimelineChoice(unit, measure, kind, item)
    dimension, value = parts[whom]
    among = frozenset(
        change_id
        for change_id, conditions in touched_by.items()
        if value in conditions.get(dimension, (value,))
    )
    return TimelineChoice(unit, measure, kind, item, value, among)


def _choose_measure(view: View) -> Measure:
    channels = []
    if not view.lacks("interactions"):
        with suppress(Mistake, Failure):
            rows = view.ask_any("channel_share", unit="all").rows()
            channels = list(dict.fromkeys(row["channel"] for row in rows if row["channel"]))
    options = measures(view.gateway.items, channels, not view.lacks("departures"))
    written = {series: _written_measure(series) for series in options}
    return Measure(choose("measure", "Below the lanes", options, "nps", written, from_export=True))


def _written_measure(series: str) -> str:
    kind, _, subject = series.partition(": ")
    return f"{_MEASURES[kind]}: {subject}" if subject else _MEASURES[kind]


def _one_of(
    name: str, label: str, all_of_them: str, options: list[str], written: dict | None = None
) -> str | None:
    if not options:
        return None
    return (
        choose(
            name, label, ["", *options], "", {"": all_of_them, **(written or {})}, from_export=True
        )
        or None
    )


def _touched_by(view: View) -> dict[str, Conditions]:
    """Whom each change of the period touched; one whose text cannot be read, everybody."""
    cells = view.gateway.warehouse.cells
    values = {dimension: set(cells.values(dimension)) for dimension in cells.dimensions}
    found = {}
    for row in view.ask_any("change_records").rows():
        found[row["change_id"]] = {}
        with suppress(Mistake):
            found[row["change_id"]] = read_exposed(row["exposed"], values)
    return found


def found_shifts(view: View) -> tuple[ShiftMark, ...]:
    """What the data show of customers' shifts; none where the question cannot be answered."""
    try:
        return shift_marks(view.ask_any("customer_shifts"), view.words)
    except (Mistake, Failure):
        return ()
