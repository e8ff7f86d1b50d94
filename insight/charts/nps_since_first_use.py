"""Does NPS differ by how long ago a customer first used a channel?"""

import plotly.graph_objects as go

from insight.charts.bands import Band, band_of, draw_rows, in_words, who_differs
from insight.charts.theme import Theme, plain
from insight.query import Result
from insight.words import Words

_PHRASES = {
    "before first use": "before first use",
    "first 3 months": "in the 3 months after first use",
    "3 to 6 months": "3 to 6 months after first use",
    "6 to 12 months": "6 to 12 months after first use",
    "over a year": "over a year after first use",
}


def channels(result: Result) -> list[str]:
    """The channels of an answer, those that most answers came before first: the newest on top."""
    before: dict[str, int] = {}
    for row in result.rows():
        early = row["months_since"] == "before first use"
        count = (row["respondents"] or 0) if early else 0
        before[row["channel"]] = before.get(row["channel"], 0) + count
    return sorted(before, key=lambda channel: (-before[channel], channel))


def _bands(result: Result, channel: str) -> list[Band]:
    return [band_of(row, "months_since") for row in result.rows() if row["channel"] == channel]


def finding(result: Result, words: Words, channel: str) -> str:
    """The two times since first use of a channel that differ most, if any do."""
    name = plain(channel, 40)
    said = who_differs(_bands(result, channel), _PHRASES, "times since first use", words)
    return f"{name}: {said}"


def nps_since_first_use(result: Result, theme: Theme, channel: str) -> go.Figure:
    """NPS by time since first use of one channel, before it first."""
    return draw_rows(_bands(result, channel), theme)


def alt(result: Result, words: Words, channel: str) -> str:
    """The finding and every band, for those who cannot see the chart."""
    return f"{finding(result, words, channel)}. {in_words(_bands(result, channel), words)}"
