"""Who became a promoter, a passive or a detractor from one period to the next?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from insight.charts.flows import (
    GROUPS,
    PLURALS,
    SILENT,
    Flow,
    flows_of,
    group_colours,
    in_short,
    nothing_shown,
)
from insight.charts.nps_line import nothing_to_draw
from insight.charts.pairs import pair_of
from insight.charts.theme import LABEL_SIZE, Theme, add_all
from insight.query import Result
from insight.words import Words

_HEIGHT, _TOP, _BOTTOM, _PAD, _THICK = 440, 40, 8, 18, 14
_ROOM = _HEIGHT - _TOP - _BOTTOM
_LEAST_LABELLED = 15
"""Pixels: a thinner flow carries no number of its own; hovering and the list below say it."""


def finding(result: Result, words: Words) -> str:
    """How many promoters were lost and detractors won back, and the revenue that moved."""
    flows = flows_of(result)
    moved = [flow for flow in flows if flow.direction in ("up", "down")]
    before, after = pair_of(result, result.rows()[-1]["period"], words)
    if nothing_shown(flows):
        return f"Too few customers moved between {before} and {after} to show who"
    lost = [flow for flow in moved if (flow.before, flow.after) == ("promoter", "detractor")]
    recovered = [flow for flow in moved if flow.before == "detractor"]
    said = [
        _counted(lost, "promoter", "became a detractor", "became detractors", words),
        _counted(recovered, "detractor", "recovered", "recovered", words),
    ]
    return f"{before} to {after}: {' and '.join(said)}{_revenue_moved(moved, words)}"


def _counted(flows: list[Flow], noun: str, one: str, many: str, words: Words) -> str:
    """`312 promoters became detractors`; where some of them are hidden, at least so many."""
    customers = sum(flow.customers or 0 for flow in flows)
    some_hidden = any(flow.customers is None for flow in flows)
    if not customers:
        return f"{'some' if some_hidden else 'no'} {noun}s {many}"
    at_least = "at least " if some_hidden else ""
    return f"{at_least}{words.count(customers, noun)} {one if customers == 1 else many}"


def _revenue_moved(moved: list[Flow], words: Words) -> str:
    """`; 4.1 million of revenue a year moved down, 2.2 million up`, as far as it is known."""
    said = []
    for way in ("down", "up"):
        flows = [flow for flow in moved if flow.direction == way]
        revenue = sum(flow.revenue or 0 for flow in flows)
        if revenue > 0:
            known = all(flow.revenue_is_known for flow in flows)
            amount = f"{'' if known else 'at least '}{in_short(revenue, words)}"
            said.append(f"{amount} {way}" if said else f"{amount} of revenue a year moved {way}")
    return f"; {', '.join(said)}" if said else ""


def score_flows(
    result: Result, theme: Theme, of: str = "customers", silent: bool = False
) -> go.Figure:
    """A Sankey from the earlier period's groups to the later's, of `customers` or `revenue`.

    `silent` draws those who gave no score in the later period too.
    """
    every = [flow for flow in flows_of(result) if silent or flow.direction != "silent"]
    flows = [flow for flow in every if (getattr(flow, of) or 0) > 0]
    if not flows or nothing_shown(every):
        why = "Too few customers to show" if of == "customers" else "Their revenue is not known"
        return nothing_to_draw(theme.figure(_HEIGHT), why, theme)
    columns = [_column(end, every, of) for end in ("before", "after")]
    scale = min((_ROOM - _PAD * (len(column.sizes) - 1)) / column.total for column in columns)
    before, after = pair_of(result, result.rows()[-1]["period"], theme.words)
    figure = theme.figure(_HEIGHT, margin={"t": _TOP, "b": _BOTTOM, "l": 96, "r": 96})
    figure.add_trace(_sankey(flows, of, columns, scale, theme))
    headings = [
        _annotation(0, 1, f"<b>{before}</b>", "left", yanchor="bottom", yshift=12),
        _annotation(1, 1, f"<b>{after}</b>", "right", yanchor="bottom", yshift=12),
    ]
    names = _node_labels(columns, scale, of, theme.words)
    add_all(
        figure,
        annotations=[*headings, *names, *_flow_labels(flows, of, columns[0], scale, theme)],
    )
    return figure


@dataclass(frozen=True)
class _Column:
    """The groups of one period: how much is drawn of each, and which lack a hidden flow."""

    sizes: dict[str, float]
    lacking: frozenset[str]

    @property
    def total(self) -> float:
        return sum(self.sizes.values())

    def tops(self, scale: float) -> dict[str, float]:
        """Pixels from the top at which each group begins, spread over the whole height."""
        spare, several = _ROOM - scale * self.total, len(self.sizes) > 1
        gap = spare / (len(self.sizes) - 1) if several else 0.0
        tops, y = {}, 0.0 if several else spare / 2
        for name, size in self.sizes.items():
            tops[name] = y
            y += size * scale + gap
        return tops

    def middles(self, scale: float) -> dict[str, float]:
        """The middle of each group, as a share of the height from the top."""
        tops = self.tops(scale)
        return {name: (tops[name] + size * scale / 2) / _ROOM for name, size in self.sizes.items()}


def _column(end: str, flows: Sequence[Flow], of: str) -> _Column:
    sizes = dict.fromkeys((*GROUPS, SILENT), 0.0)
    for flow in flows:
        sizes[getattr(flow, end)] += max(0, getattr(flow, of) or 0)
    return _Column(
        {name: size for name, size in sizes.items() if size},
        frozenset(getattr(flow, end) for flow in flows if getattr(flow, of) is None),
    )


def _sankey(
    flows: Sequence[Flow], of: str, columns: Sequence[_Column], scale: float, theme: Theme
) -> dict[str, object]:
    nodes = [(end, name) for end in (0, 1) for name in columns[end].sizes]
    place = {node: index for index, node in enumerate(nodes)}
    middles = [column.middles(scale) for column in columns]
    colours = group_colours(theme)
    return {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [""] * len(nodes),
            # Plotly takes 0 for a place that is not given.
            "x": [0.999 if end else 0.001 for end, _ in nodes],
            "y": [middles[end][name] for end, name in nodes],
            "color": [colours[name] for _, name in nodes],
            "line": {"width": 0},
            "pad": _PAD,
            "thickness": _THICK,
            "sort": "input",
            "hoverinfo": "none",
        },
        "link": {
            "source": [place[0, flow.before] for flow in flows],
            "target": [place[1, flow.after] for flow in flows],
            "value": [getattr(flow, of) for flow in flows],
            "color": [_veil(flow, theme) for flow in flows],
            "sort": "input",
            "customdata": [_hover(flow, theme.words) for flow in flows],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    }


def _veil(flow: Flow, theme: Theme) -> str:
    """Moves up and down in the colours of promoters and detractors; paler from few customers."""
    colours = group_colours(theme)
    colour, opacity = {
        "up": (colours["promoter"], 0.45),
        "down": (colours["detractor"], 0.45),
        "same": (theme.muted, 0.28),
        "silent": (theme.muted, 0.12),
    }[flow.direction]
    return theme.faint(colour, opacity / 2 if flow.thin else opacity)


def _node_labels(
    columns: Sequence[_Column], scale: float, of: str, words: Words
) -> Iterable[dict[str, object]]:
    """Beside each group its name and size; `over` where a flow of it is hidden."""
    for end, column in enumerate(columns):
        side = 1 if end else -1
        for name, middle in column.middles(scale).items():
            over = "over " if name in column.lacking else ""
            size = f"<b>{over}{_amount(column.sizes[name], of, words)}</b>"
            text = f"{PLURALS[name].capitalize()}<br>{size}"
            anchor = "left" if end else "right"
            shift = side * (_THICK / 2 + 7)
            yield _annotation(end, 1 - middle, text, anchor, xshift=shift, align=anchor)


def _flow_labels(
    flows: Sequence[Flow], of: str, column: _Column, scale: float, theme: Theme
) -> Iterable[dict[str, object]]:
    """The size of each flow that is wide enough, where it leaves its group."""
    reached = column.tops(scale)
    for flow in flows:
        width = getattr(flow, of) * scale
        middle = (reached[flow.before] + width / 2) / _ROOM
        reached[flow.before] += width
        if width >= _LEAST_LABELLED:
            text = _amount(getattr(flow, of), of, theme.words)
            font = {"size": LABEL_SIZE, "color": theme.ink}
            yield _annotation(0, 1 - middle, text, "left", xshift=_THICK / 2 + 6, font=font)


def _annotation(x: float, y: float, text: str, xanchor: str, **more: object) -> dict[str, object]:
    place = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": xanchor}
    return place | {"yanchor": "middle", "showarrow": False, "text": text} | more


def _amount(value: float, of: str, words: Words) -> str:
    return words.number(value) if of == "customers" else in_short(value, words)


def _hover(flow: Flow, words: Words) -> str:
    lines = [f"<b>{words.count(flow.customers, 'customer')}</b>", flow.said]
    if flow.revenue is not None:
        lines.append(f"{in_short(flow.revenue, words)} of revenue a year")
    if flow.thin:
        lines.append("Too few customers to say much")
    return "<br>".join(lines)


def alt(result: Result, words: Words) -> str:
    """The finding and every flow, for those who cannot see the chart."""
    said = [finding(result, words)]
    for flow in flows_of(result):
        if flow.customers is not None:
            said.append(f"{flow.said}: {words.number(flow.customers)}")
    return ". ".join(said) + "."
