"""What closing a gap would be worth: whom it affects, beside what goes with the score."""

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from insight.charts.driver import Driver, drivers_of, item_axis, model_size, share_range
from insight.charts.drivers import leaders
from insight.charts.nps_line import nothing_to_draw
from insight.charts.opportunity import Opportunity, opportunities_of
from insight.charts.theme import ROW_HEIGHT, THIN, Theme, add_all, plain, small, wrapped
from insight.query import Result
from insight.stats.driver_shares import explains_beyond_chance
from insight.stats.many_tests import holm
from insight.words import Words

MOST_ITEMS = 12
_ABOVE, _BELOW = 1.3, 0.5
_ROOM_FOR_TEXT = 1.55


def _affecting(scores: Result) -> list[Opportunity]:
    """Items of which it is known whom they affect, by their opportunity score."""
    return [one for one in opportunities_of(scores) if one.affected is not None]


def _thin(one: Opportunity) -> bool:
    return one.affected_of < THIN


def finding(scores: Result, derived: Result, words: Words) -> str:
    """Whose gap affects most people, and what goes most with the score: two yardsticks."""
    firm = [one for one in _affecting(scores) if not _thin(one)]
    if not firm:
        return "Too few answers to say whom a gap affects"
    most, *others = sorted(firm, key=lambda one: -one.affected)
    ps = [most.p_affects_more(other) for other in others]
    if others and max(holm(ps)) > 0.05:
        said = "No gap clearly affects more people than all others"
    elif others:
        affects = f"{most.name} affects more people than any other gap"
        said = f"{affects}: {words.number(most.affected)} % of those asked"
    else:
        said = f"{most.name} affects {words.number(most.affected)} % of those asked"
    goes = _goes_with_score(derived, words)
    return f"{said}; {goes}" if goes else said


def _goes_with_score(derived: Result, words: Words) -> str:
    model = drivers_of(derived)
    if not model:
        return ""
    people, r2 = model_size(derived)
    first = leaders(model)
    if people < THIN or not first or not explains_beyond_chance(r2, people, len(model)):
        return ""
    goes = "goes" if len(first) == 1 else "go"
    return f"{words.listed([driver.name for driver in first])} {goes} most with the score"


def worth_closing(scores: Result, derived: Result, theme: Theme) -> go.Figure:
    """Two panels that share the items: percent affected, and share of R2 where there is a model.

    Each has its own scale; items stand by their opportunity score.
    """
    items = _affecting(scores)[:MOST_ITEMS]
    if not items:
        return nothing_to_draw(theme.figure(0), "No item has a gap that could be closed", theme)
    shares = {driver.item: driver for driver in drivers_of(derived)}
    panels = 2 if shares else 1
    figure = make_subplots(1, panels, shared_yaxes=True, horizontal_spacing=0.06)
    figure.update_layout(
        template=theme.template,
        height=int(60 + ROW_HEIGHT * (len(items) + _ABOVE - 1 + _BELOW)),
        margin={"t": 8, "r": 16},
    )
    figure.update_yaxes(item_axis([one.item for one in items], theme, _ABOVE, _BELOW))
    _draw_affected(figure, items, theme)
    if shares:
        people, _ = model_size(derived)
        _draw_shares(figure, items, shares, people, theme)
    return figure


def _draw_affected(figure: go.Figure, items: Sequence[Opportunity], theme: Theme) -> None:
    words = theme.words
    marks = [
        (one.affected, one.affected_low, one.affected_high, theme.muted if _thin(one) else None)
        for one in items
    ]
    texts = [
        f"<b>{words.number(one.affected)} %</b><br>"
        f"{small(words.number(one.people_affected) + (' thin' if _thin(one) else ''), theme)}"
        for one in items
    ]
    hovers = [
        "<br>".join(
            [
                f"<b>{wrapped(one.item, 40)}</b>",
                f"{words.number(one.people_affected)} of {words.number(one.affected_of)} want it "
                + ("and do not get it" if one.is_paired else "and would not get it, an estimate"),
                f"{words.number(one.affected, 1)} %, 95 % interval "
                f"{words.interval(one.affected_low, one.affected_high, 1)}",
            ]
            + (["Too few answers to say much"] if _thin(one) else [])
        )
        for one in items
    ]
    places = list(range(len(items)))
    title = ("People affected", "want it, do not get it, %")
    _panel(figure, 1, title, places, marks, texts, hovers, theme)


def _draw_shares(
    figure: go.Figure,
    items: Sequence[Opportunity],
    shares: dict[str, Driver],
    people: int,
    theme: Theme,
) -> None:
    words = theme.words
    inside = [(place, shares[one.item]) for place, one in enumerate(items) if one.item in shares]
    thin = theme.muted if people < THIN else None
    marks = [(driver.share, driver.low, driver.high, thin) for _, driver in inside]
    texts = [
        f"<b>{words.number(driver.share, 0 if driver.share >= 0.95 else 1)} %</b>"
        for _, driver in inside
    ]
    hovers = [
        "<br>".join(
            [
                f"<b>{wrapped(driver.item, 40)}</b>",
                f"{words.number(driver.share, 1)} % of what all ratings explain of the score",
                f"95 % interval {words.interval(driver.low, driver.high, 1)}",
                words.count(people, "answer"),
            ]
            + (["Too few answers to say much"] if thin else [])
        )
        for _, driver in inside
    ]
    title = ("Goes with the score", "share of R², %")
    _panel(figure, 2, title, [place for place, _ in inside], marks, texts, hovers, theme)
    missing = [place for place, one in enumerate(items) if one.item not in shares]
    notes = [_text("x2", place, 0, small("not in the model", theme)) for place in missing]
    add_all(figure, annotations=notes)


def _panel(
    figure: go.Figure,
    column: int,
    title: tuple[str, str],
    places: Sequence[int],
    marks: Sequence[tuple[float, float | None, float | None, str | None]],
    texts: Sequence[str],
    hovers: Sequence[str],
    theme: Theme,
) -> None:
    """Dots on their intervals; a mark is value, low, high and a colour of its own if any."""
    axis = "x" if column == 1 else "x2"
    colours = [own or theme.accent for *_, own in marks]
    ends = [value if high is None else high for value, _, high, _ in marks]
    scale = {"fixedrange": True, "showgrid": True, "nticks": 3}
    figure.update_xaxes(
        scale | {"range": share_range(max(ends, default=1) or 1, _ROOM_FOR_TEXT)}, col=column
    )
    shapes = [
        {
            "type": "line",
            "xref": axis,
            "x0": low,
            "x1": high,
            "y0": place,
            "y1": place,
            "line": {"color": theme.faint(colour, 0.4), "width": 8},
            "layer": "below",
        }
        for place, (_, low, high, _), colour in zip(places, marks, colours, strict=True)
        if low is not None
    ]
    head = f"<b>{title[0]}</b><br>{small(title[1], theme)}"
    written = [_text(axis, -_ABOVE, 0, head) | {"yanchor": "top", "xshift": 0}]
    written += [_text(axis, *at) for at in zip(places, ends, texts, strict=True)]
    add_all(figure, shapes, written)
    figure.add_scatter(
        mode="markers",
        x=[value for value, *_ in marks],
        y=list(places),
        marker={
            "size": 11,
            "opacity": 1,
            "color": [
                theme.paper if own else colour
                for (*_, own), colour in zip(marks, colours, strict=True)
            ],
            "line": {"color": colours, "width": 2},
        },
        cliponaxis=False,
        hovertext=list(hovers),
        hoverinfo="text",
        row=1,
        col=column,
    )


def _text(axis: str, y: float, x: float, text: str) -> dict[str, object]:
    return {
        "text": text,
        "xref": axis,
        "yref": "y",
        "x": x,
        "y": y,
        "xanchor": "left",
        "yanchor": "middle",
        "xshift": 9,
        "align": "left",
        "showarrow": False,
    }


def measure(scores: Result, derived: Result, words: Words) -> str:
    """What both panels show, how many items, and that they are no one scale."""
    scored = _affecting(scores)
    said = "Left, how many want an item and do not get it"
    if drivers_of(derived):
        said += (
            "; right, its share of what goes with the score: association, no promise that closing "
            "the gap moves it. Two scales, never added"
        )
    if len(scored) > MOST_ITEMS:
        said += f". {words.number(MOST_ITEMS)} of {words.count(len(scored), 'item')}"
    return said


def alt(scores: Result, derived: Result, words: Words) -> str:
    """The finding and both figures of the first items, for who does not see the chart."""
    shares = {driver.item: driver for driver in drivers_of(derived)}
    said = [f"People affected by each gap, by item. {finding(scores, derived, words)}"]
    for one in _affecting(scores)[:5]:
        line = f"{plain(one.item)}: {words.number(one.affected)} % affected"
        if one.item in shares:
            line += f", {words.number(shares[one.item].share)} % of R²"
        said.append(line)
    return ". ".join(said) + "."
