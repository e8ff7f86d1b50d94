"""How has NPS moved, period by period? The figure, its alternative text, and its finding."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from insight.charts.baseline_band import BaselineYear, draw_baseline
from insight.charts.benchmarks import draw_benchmarks
from insight.charts.nps_line import draw_line, end_label, nothing_to_draw
from insight.charts.nps_trend_finding import HIDDEN, NOBODY, finding
from insight.charts.panels import Part, on_one_panel, one_row_each, small_multiples
from insight.charts.periods import Point, by_value, series, value_name
from insight.charts.scales import nps_axis, spread, time_axis, zero_line
from insight.charts.theme import LABEL_SIZE, TREND_HEIGHT, Theme, add_all, plain, safe, small
from insight.charts.verdicts import (
    YEAR_BEFORE,
    draw_real_changes,
    draw_year_row,
    real_changes,
    said_of_changes,
)
from insight.query import Result
from insight.settings import Benchmark
from insight.stats.season import has_three_years
from insight.words import Words

_ROW_HEIGHT = 46
"""Pixels that the row of changes from a year before adds."""

_MONTHS = {"month": 1, "quarter": 3}


def has_season(result: Result) -> bool:
    """Whether the answer holds three years of finished months or quarters without a gap."""
    months = _MONTHS.get(result.asked.get("unit"))
    if months is None or result.asked.get("dimension"):
        return False
    finished = [row["period"] for row in result.rows() if row["complete"] is not False]
    return has_three_years([day.year * 12 + day.month for day in finished], months)


def nps_trend(
    result: Result,
    theme: Theme,
    baseline: BaselineYear | None = None,
    benchmarks: Sequence[Benchmark] = (),
    *,
    as_lines: bool = False,
) -> go.Figure:
    """NPS with its interval, real changes marked, and the answers; a breakdown as small multiples.

    Triangles at the line are real changes from the period before, hollow ones in a row beneath
    from a year before. `as_lines` draws a breakdown on one panel.
    """
    if result.asked.get("dimension"):
        return breakdown(result, theme, as_lines)
    rows, unit = result.rows(), result.asked.get("unit", "month")
    points = series(rows, result.asked, theme.words)
    since_a_year = real_changes(rows, points, YEAR_BEFORE) if unit in _MONTHS else []
    figure = _empty_figure(points, baseline, bool(since_a_year), theme)
    if not any(point.shown for point in points):
        return nothing_to_draw(figure, finding(result, theme.words), theme)
    if baseline is not None:
        draw_baseline(figure, baseline, theme)
    draw_benchmarks(figure, benchmarks, theme)
    notes = {row["period"]: said_of_changes(row, unit, theme.words) for row in rows}
    draw_line(figure, points, theme, theme.accent, notes=notes)
    changed = real_changes(rows, points)
    draw_real_changes(figure, changed, theme, pixels_a_point=_pixels_a_point(figure))
    if since_a_year:
        draw_year_row(figure, since_a_year, theme, "y3")
    _answers(figure, points, theme)
    _name_axes(figure, baseline, since_a_year and unit, theme)
    _name_lines(figure, rows, points, theme)
    return figure


def _empty_figure(
    points: list[Point], baseline: BaselineYear | None, has_year_row: bool, theme: Theme
) -> go.Figure:
    """The panels one under the other: NPS, the row of changes from a year before, answers."""
    height = TREND_HEIGHT + (_ROW_HEIGHT if has_year_row else 0)
    share = TREND_HEIGHT / height
    axes = {
        "yaxis": zero_line(_nps_axis(points, baseline), theme) | {"domain": [1 - 0.76 * share, 1]},
        "yaxis2": _answers_axis(points, theme) | {"domain": [0, 0.14 * share]},
    }
    if has_year_row:
        place = {"domain": [0.2 * share, 0.2 * share + 0.04], "range": [-1, 1]}
        axes["yaxis3"] = {"visible": False, "fixedrange": True} | place
    return theme.figure(
        height,
        xaxis=time_axis([point.period for point in points]) | {"anchor": "y2"},
        margin={"t": 30 if baseline is None else 46, "r": 74},
        hovermode="x",
        **axes,
    )


def _nps_axis(points: list[Point], baseline: BaselineYear | None) -> dict[str, Any]:
    """Round limits around every interval and the baseline's."""
    if baseline is None or not points:
        return nps_axis(points)
    ends = Point(points[0].period, baseline.nps, baseline.low, baseline.high, None)
    return nps_axis([*points, ends])


def _pixels_a_point(figure: go.Figure) -> float:
    low, high = figure.layout.yaxis.range
    start, end = figure.layout.yaxis.domain
    return (figure.layout.height - 80) * (end - start) / (high - low)


def breakdown(
    result: Result, theme: Theme, as_lines: bool, *, overlapping: bool = False
) -> go.Figure:
    """Each value on its own; where there is one period only, one row each.

    `overlapping` periods share answers, so that their counts do not add up.
    """
    unit = result.asked.get("unit", "month")
    parts = [
        Part(value, series(rows, result.asked, theme.words), rows, unit, overlapping)
        for value, rows in by_value(result.rows()).items()
    ]
    if not any(point.shown for part in parts for point in part.points):
        return nothing_to_draw(theme.figure(TREND_HEIGHT), NOBODY if not parts else HIDDEN, theme)
    periods = {row["period"] for row in result.rows()}
    if len(periods) <= 1:
        return one_row_each(parts, theme)
    return on_one_panel(parts, theme) if as_lines else small_multiples(parts, theme)


def _answers_axis(points: list[Point], theme: Theme) -> dict[str, Any]:
    most = max((point.respondents or 0 for point in points), default=0)
    return {
        "range": [0, max(1, most) * 1.05],
        "tickvals": [most] if most else [],
        "ticktext": [theme.words.number(most)],
        "fixedrange": True,
    }


def _answers(figure: go.Figure, points: list[Point], theme: Theme) -> None:
    shown = [point for point in points if point.shown]
    figure.add_bar(
        x=[point.period.middle for point in shown],
        y=[point.respondents for point in shown],
        width=[point.period.milliseconds * 0.7 for point in shown],
        marker={"color": theme.faint(theme.muted, 0.45), "line": {"width": 0}},
        yaxis="y2",
        hoverinfo="skip",
    )


def _name_axes(
    figure: go.Figure, baseline: BaselineYear | None, year_row_of: str | list, theme: Theme
) -> None:
    """What each panel measures, at its top."""
    words, nps = theme.words, "NPS, points"
    if baseline is not None:
        interval = words.interval(baseline.low, baseline.high)
        nps += f"<br>Band: {safe(baseline.name)}: {words.number(baseline.nps)} ({interval})"
    names = [(nps, "y domain"), ("Answers", "y2 domain")]
    if year_row_of:
        names.append((f"Real change from the same {year_row_of} a year before", "y3 domain"))
    place = {"x": 0, "y": 1, "xref": "paper", "xanchor": "left", "yanchor": "bottom"}
    look = {"yshift": 4, "align": "left", "showarrow": False}
    add_all(
        figure,
        annotations=[
            {"text": small(text, theme), "yref": axis} | place | look for text, axis in names
        ],
    )


def _name_lines(
    figure: go.Figure, rows: list[dict[str, Any]], points: list[Point], theme: Theme
) -> None:
    """The last value with its period at the line's end, and the season-adjusted line, if any."""
    last = next(point for point in reversed(points) if point.shown)
    adjusted = [
        (point, row["season_adjusted"])
        for point, row in zip(points, rows, strict=True)
        if row["season_adjusted"] is not None
    ]
    if not adjusted:
        figure.add_annotation(end_label(last, theme))
        return
    colour = theme.series[1]
    figure.add_trace(
        {
            "type": "scatter",
            "mode": "lines",
            "x": [point.period.middle for point, _ in adjusted],
            "y": [value for _, value in adjusted],
            "line": {"color": colour, "width": 1.5, "dash": "dash"},
            "hoverinfo": "skip",
        }
    )
    pixel = 1 / _pixels_a_point(figure)
    low, high = figure.layout.yaxis.range
    heights = spread([last.value, adjusted[-1][1]], 46 * pixel, low, high)
    text = f'<span style="color:{colour}">season<br>adjusted</span>'
    own = end_label(last, theme)
    look = {"text": text, "x": last.period.middle, "y": heights[1], "font": {"size": LABEL_SIZE}}
    add_all(figure, annotations=[own | {"y": heights[0]}, own | look])


def alt(result: Result, words: Words) -> str:
    """The main figures as a sentence, for who does not see the chart."""
    said = finding(result, words)
    asked = result.asked
    if asked.get("dimension") and not result.is_empty:
        values = [plain(value_name(value), 40) for value in by_value(result.rows())]
        return f"Chart of NPS for {len(values)} values: {words.listed(values[:6])}. {said}."
    rows = result.rows()
    points = series(rows, asked, words)
    shown = [point for point in points if point.shown]
    if not shown:
        return f"Empty chart of NPS. {said}."
    lowest, highest = (pick(shown, key=lambda point: point.value) for pick in (min, max))
    first, last = shown[0], shown[-1]
    real = [one.point.period.name for one in real_changes(rows, points)]
    marked = f" Real changes from the period before: {words.listed(real)}." if real else ""
    return (
        f"Line chart of NPS from {first.period.name} to {last.period.name}. "
        f"{said}.{marked} First {words.number(first.value)}, last {words.number(last.value)}, "
        f"lowest {words.number(lowest.value)} in {lowest.period.name}, "
        f"highest {words.number(highest.value)} in {highest.period.name}."
    )
