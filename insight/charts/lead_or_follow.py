"""Who moved first on each theme, and by how much: customers, the market or we?"""

from typing import Any

import plotly.graph_objects as go

from insight.charts.nps_line import nothing_to_draw
from insight.charts.theme import ROW_HEIGHT, Theme, add_all, plain, safe, small, wrapped
from insight.query import Result
from insight.words import Words

HEADINGS = {
    "leading_us": "Where customers are leading us",
    "we_lead": "Where we lead the pack",
    "we_could_lead": "Where we could lead",
}
"""The columns, as people read them."""
ABOUT = {
    "leading_us": "They, or the market, moved before we did, or we have not moved at all.",
    "we_lead": "We moved before customers and the market, or they have not moved yet.",
    "we_could_lead": "The want rose or the gap is open, and neither we nor the market have moved.",
}
MOVERS = {"customers": "customers", "market": "the market", "ours": "we"}
MOST_ROWS = 20
_DAYS_A_MONTH = 30.44


def finding(result: Result, words: Words) -> str:
    """On how many themes others lead us, the furthest of them, and on how many we lead."""
    columns = by_column(result)
    behind, ahead = columns["leading_us"], columns["we_lead"]
    if not behind and not ahead:
        could = len(columns["we_could_lead"])
        if could:
            return f"Nobody has moved on {words.count(could, 'theme')} whose gap is open"
        return "Nobody is clearly first on any theme"
    we_lead = f"we lead on {_themes(len(ahead), words)}"
    if not behind:
        return f"{we_lead[:1].upper()}{we_lead[1:]}, and nobody leads us"
    furthest = min(behind, key=lambda row: row["lead_in_days"] or 0)
    said = f"We follow on {_themes(len(behind), words)}"
    if furthest["lead_in_days"] is not None:
        mover = MOVERS.get(furthest["first_mover"], "others")
        about = plain(furthest["theme"], 40)
        said += f": {mover} moved {apart(furthest, words)} before us on “{about}”"
    return f"{said}; {we_lead}" if ahead else said


def _themes(count: int, words: Words) -> str:
    return f"{words.spelled(count)} theme{'' if count == 1 else 's'}"


def apart(row: dict[str, Any], words: Words) -> str:
    """`14 to 15 months`, `5 days`: the range of a lead without its sign."""
    low, high = sorted(abs(row[name]) for name in ("low", "high"))
    if high < 2 * _DAYS_A_MONTH:
        if low == high:
            return words.count(high, "day")
        return f"{words.number(low)} to {words.number(high)} days"
    few, many = round(low / _DAYS_A_MONTH), round(high / _DAYS_A_MONTH)
    if few == many:
        return words.count(few, "month")
    return f"{words.number(few)} to {words.number(many)} months"


def by_column(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Rows by column, every column there; those that cannot be told under `undecided`."""
    columns: dict[str, list[dict[str, Any]]] = {name: [] for name in (*HEADINGS, "undecided")}
    for row in result.rows():
        columns[row["column"] or "undecided"].append(row)
    return columns


def said_of(row: dict[str, Any], words: Words) -> str:
    """Who was first and by how much, as a line under a theme's name."""
    mover = row["first_mover"]
    if mover == "undecided":
        return "Cannot be told: the range of dates spans our start"
    if mover == "nobody":
        return "Nobody has moved"
    if row["lead_in_days"] is None:
        others = {
            "ours": "Only we have moved",
            "customers": "Customers moved, we have not",
            "market": "The market moved, we have not",
        }
        return others[mover]
    name = MOVERS[mover]
    return f"{name[:1].upper()}{name[1:]} moved first, by {apart(row, words)}"


def lead_or_follow(result: Result, theme: Theme) -> go.Figure:
    """One row a theme: months from our start to the first of the others, with their range."""
    rows = [row for row in result.rows() if row["lead_in_days"] is not None]
    if not rows:
        why = "On no theme have both we and others moved, so there is no lead to measure"
        return nothing_to_draw(theme.figure(0), why, theme)
    rows = sorted(rows, key=lambda row: row["lead_in_days"])
    shown = rows if len(rows) <= MOST_ROWS else _furthest(rows)
    ends = [abs(row[name]) / _DAYS_A_MONTH for row in shown for name in ("low", "high")]
    reach = max(6.0, 1.22 * max(ends))
    figure = theme.figure(
        int(96 + 1.25 * ROW_HEIGHT * len(shown)),
        xaxis={
            "range": [-reach, reach],
            "fixedrange": True,
            "showgrid": True,
            "zeroline": True,
            "zerolinecolor": theme.muted,
            "nticks": 7,
            "title": {"text": "Months from our start to theirs"},
        },
        yaxis={"range": [len(shown) - 0.45, -0.75], "visible": False, "fixedrange": True},
        margin={"t": 34, "l": 8, "r": 8},
    )
    sides = (
        (0.0, "left", "← They were first"),
        (1.0, "right", "We were first →"),
    )
    ends_named = [
        {
            "text": small(text, theme),
            "x": x,
            "xref": "paper",
            "y": 1,
            "yref": "paper",
            "xanchor": anchor,
            "yanchor": "bottom",
            "yshift": 8,
            "showarrow": False,
        }
        for x, anchor, text in sides
    ]
    bars = [bar for place, row in enumerate(shown) for bar in _bars(place, row, theme)]
    labels = [_label(place, row, theme) for place, row in enumerate(shown)]
    add_all(figure, bars, ends_named + labels)
    figure.add_scatter(
        mode="markers",
        x=[round(row["lead_in_days"] / _DAYS_A_MONTH, 2) for row in shown],
        y=list(range(len(shown))),
        marker={
            "size": 13,
            "symbol": [theme.lanes[_lane(row)].symbol for row in shown],
            "color": [_colour(row, theme) for row in shown],
            "opacity": 1,
        },
        cliponaxis=False,
        hovertext=[_hover(row, theme.words) for row in shown],
        hoverinfo="text",
    )
    if len(rows) > len(shown):
        left_out = f"The {len(shown)} widest leads; {len(rows) - len(shown)} more not drawn"
        figure.add_annotation(
            text=small(left_out, theme), x=0.5, xref="paper", y=0, yref="paper", showarrow=False
        )
    return figure


def _furthest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = sorted(rows, key=lambda row: -abs(row["lead_in_days"]))[:MOST_ROWS]
    return [row for row in rows if row in kept]


def _lane(row: dict[str, Any]) -> str:
    return row["first_mover"] if row["first_mover"] in ("ours", "market") else "customers"


def _colour(row: dict[str, Any], theme: Theme) -> str:
    return theme.muted if row["first_mover"] == "undecided" else theme.lanes[_lane(row)].colour


def _bars(place: int, row: dict[str, Any], theme: Theme) -> list[dict[str, Any]]:
    """A thread from our start, and the range of days over its end."""
    low, likeliest, high = (row[name] / _DAYS_A_MONTH for name in ("low", "lead_in_days", "high"))
    colour = _colour(row, theme)
    return [
        {
            "type": "line",
            "x0": start,
            "x1": end,
            "y0": place,
            "y1": place,
            "line": {"color": own, "width": width},
            "layer": "below",
        }
        for start, end, own, width in (
            (0, likeliest, theme.faint(colour, 0.35), 3),
            (low, high, colour, 8),
        )
    ]


def _label(place: int, row: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """The theme above its thread, centred where we started, so that a phone has room for it."""
    said = apart(row, theme.words) if row["first_mover"] != "undecided" else "cannot be told"
    return {
        "text": f"<b>{safe(row['theme'], 28)}</b> {small(safe(said), theme)}",
        "x": 0,
        "y": place - 0.38,
        "xanchor": "center",
        "yanchor": "middle",
        "bgcolor": theme.paper,
        "borderpad": 1,
        "showarrow": False,
    }


def _hover(row: dict[str, Any], words: Words) -> str:
    days = words.interval(row["low"], row["high"])
    evidence = wrapped(row["evidence"], 60, 8)
    return (
        f"<b>{safe(row['theme'], 60)}</b><br>{safe(said_of(row, words))}"
        f"<br>{days} days from our start<br>{evidence}"
    )


def alt(result: Result, words: Words) -> str:
    """Every theme with who was first, for who does not see the chart."""
    said = [finding(result, words)]
    said += [f"{plain(row['theme'], 60)}: {said_of(row, words)}" for row in result.rows()]
    return ". ".join(said) + "."
