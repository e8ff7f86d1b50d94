"""Which channels did we push before customers were ready, and which after?"""

from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.scales import TIME_TICKS, moment
from insight.charts.theme import ROW_HEIGHT, Theme, add_all, plain, safe, small, wrapped
from insight.query import Result
from insight.words import Words

_DAYS_A_MONTH = 30.44
_TO_CUSTOMERS = "customers took to it"
MOST_ROWS = 12


def finding(result: Result, words: Words) -> str:
    """The channel pushed furthest from when customers were ready for it, and by how much."""
    rows = _shown(result)
    early = [row for row in rows if row["verdict"] == "too_early"]
    late = [row for row in rows if row["verdict"] == "too_late"]
    if early:
        most = max(early, key=lambda row: row["days_early_low"])
        said = f"{plain(most['channel'], 40)} was pushed {_apart(most, words)} before"
        others = len(early) - 1
        more = f"; {words.spelled(others)} other pushes came too early" if others > 1 else ""
        more = "; one other push came too early" if others == 1 else more
        return f"{said} {_TO_CUSTOMERS}{more}"
    if late:
        most = min(late, key=lambda row: row["days_early_high"])
        return f"We pushed {plain(most['channel'], 40)} {_apart(most, words)} after {_TO_CUSTOMERS}"
    if not rows:
        if not result.is_empty:
            return "Too few interactions to say when customers took to a channel"
        return "No change of ours that names a channel is on record"
    if any(row["verdict"] == "in_step" for row in rows):
        return "No channel was pushed long before or after customers took to it"
    return "No push of a channel can be dated against its customers"


def _shown(result: Result) -> list[dict[str, Any]]:
    """The pushes that rest on enough interactions; of the others only their key is told."""
    return [row for row in result.rows() if row["pushed_on"] is not None]


def _apart(row: dict[str, Any], words: Words) -> str:
    """`12 to 13 months`; `12 months` where both ends round alike."""
    low, high = sorted(abs(row[name]) for name in ("days_early_low", "days_early_high"))
    few, many = round(low / _DAYS_A_MONTH), round(high / _DAYS_A_MONTH)
    if few == many:
        return words.count(few, "month")
    return f"{words.number(few)} to {words.number(many)} months"


def verdict_said(row: dict[str, Any], words: Words) -> str:
    """The verdict of one push as a sentence without a subject."""
    said = {
        "in_step": f"in step: {_TO_CUSTOMERS} about then",
        "undecided": "cannot be told: the range of dates is too wide",
        "not_yet": "customers have not taken to it yet; less than a year has passed",
        "no_take_up": "its share has not risen faster since",
    }
    if row["verdict"] == "too_early":
        return f"too early, by {_apart(row, words)}"
    if row["verdict"] == "too_late":
        return f"too late, by {_apart(row, words)}"
    return said.get(row["verdict"], "")


def early_or_late(result: Result, theme: Theme) -> go.Figure:
    """One row a push: a dot where we pushed, a bar over the days when customers took to it."""
    words, rows = theme.words, _shown(result)
    if not rows:
        return nothing_to_draw(theme.figure(0), finding(result, words), theme)
    order = {"too_early": 0, "too_late": 1}
    rows = sorted(rows, key=lambda row: (order.get(row["verdict"], 2), row["pushed_on"]))
    shown = rows[:MOST_ROWS]
    days = [day for row in shown for day in _days(row)]
    around = timedelta(days=max(90, (max(days) - min(days)).days // 8))
    figure = theme.figure(
        int(46 + 2.6 * ROW_HEIGHT * len(shown)),
        xaxis={
            "type": "date",
            "range": [(min(days) - around).isoformat(), (max(days) + around).isoformat()],
            "tickformatstops": TIME_TICKS,
            "nticks": 6,
            "fixedrange": True,
            "showgrid": True,
        },
        yaxis={"range": [len(shown) - 0.58, -0.55], "visible": False, "fixedrange": True},
        margin={"t": 4, "l": 8, "r": 8},
    )
    shapes = [shape for place, row in enumerate(shown) for shape in _bars(place, row, theme)]
    notes = [note for place, row in enumerate(shown) for note in _notes(place, row, theme)]
    add_all(figure, shapes, notes)
    figure.add_scatter(
        mode="markers",
        x=[moment(row["pushed_on"]) for row in shown],
        y=list(range(len(shown))),
        marker={"size": 13, "color": theme.accent, "opacity": 1},
        hovertext=[_hover(row, words) for row in shown],
        hoverinfo="text",
        cliponaxis=False,
    )
    taken = [(place, row) for place, row in enumerate(shown) if row["took_off_on"]]
    figure.add_scatter(
        mode="markers",
        x=[moment(row["took_off_on"]) for _, row in taken],
        y=[place for place, _ in taken],
        marker={
            "size": 13,
            "symbol": "square",
            "color": theme.lanes["customers"].colour,
            "opacity": 1,
        },
        hovertext=[_hover(row, words) for _, row in taken],
        hoverinfo="text",
        cliponaxis=False,
    )
    return figure


def _days(row: dict[str, Any]) -> list[date]:
    return [
        day
        for day in (row["pushed_on"], row["took_off_from"], row["took_off_to"])
        if day is not None
    ]


def _bars(place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    if not row["took_off_on"]:
        return []
    between = (row["pushed_on"], row["took_off_on"], theme.faint(theme.muted, 0.4), 3)
    within = (row["took_off_from"], row["took_off_to"], theme.lanes["customers"].colour, 9)
    return [
        {
            "type": "line",
            "x0": moment(start).isoformat(),
            "x1": moment(end).isoformat(),
            "y0": place,
            "y1": place,
            "line": {"color": colour, "width": width},
            "layer": "below",
        }
        for start, end, colour, width in (between, within)
    ]


def _notes(place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """Above the row what was pushed and the verdict; below its marks what they are."""
    words = theme.words
    head = f"<b>{safe(row['channel'], 30)}</b>: {safe(row['title'], 44)}"
    common = {"showarrow": False, "xanchor": "left", "align": "left", "yanchor": "middle"}
    notes = [
        {"text": head, "x": 0, "xref": "paper", "y": place - 0.37} | common,
        {
            "text": small(safe(verdict_said(row, words)), theme),
            "x": 0,
            "xref": "paper",
            "y": place - 0.2,
        }
        | common,
    ]
    marks = [("we pushed", row["pushed_on"])]
    if row["took_off_on"]:
        marks.append((_TO_CUSTOMERS, row["took_off_on"]))
    near = row["took_off_on"] and abs(row["days_early"]) < 150
    for index, (what, day) in enumerate(marks):
        text = small(f"{what}<br>{safe(words.short_month(day))}", theme)
        side = "center"
        if near:
            first = (index == 0) == (row["days_early"] >= 0)
            side = "right" if first else "left"
        notes.append(
            {"text": text, "x": moment(day).isoformat(), "y": place + 0.22}
            | common
            | {"xanchor": side, "align": side}
        )
    return notes


def _hover(row: dict[str, Any], words: Words) -> str:
    lines = [
        f"<b>{wrapped(row['title'], 40)}</b>",
        f"Pushed {words.day(row['pushed_on'])}",
    ]
    if row["took_off_on"]:
        taken = f"{words.day(row['took_off_from'])} and {words.day(row['took_off_to'])}"
        lines.append(f"{_TO_CUSTOMERS.capitalize()} between<br>{taken}")
    lines.append(verdict_said(row, words).capitalize())
    if row["share_before"] is not None and row["share_after"] is not None:
        before, after = (words.number(row[f"share_{side}"], 1) for side in ("before", "after"))
        lines.append(f"Its share in the year before {before} %,<br>in the year after {after} %")
    return "<br>".join(lines)


def alt(result: Result, words: Words) -> str:
    """Every push with its day and its verdict, for who does not see the chart."""
    said = [finding(result, words)]
    said += [
        f"{plain(row['channel'], 40)}, “{plain(row['title'])}”, "
        f"{words.day(row['pushed_on'])}: {verdict_said(row, words)}"
        for row in _shown(result)
    ]
    return ". ".join(said) + "."
