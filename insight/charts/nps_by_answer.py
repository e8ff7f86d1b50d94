"""Do customers who answer again recommend us more?"""

import plotly.graph_objects as go

from insight.charts.bands import bands_of, draw_bands, in_words, who_differs
from insight.charts.theme import Theme
from insight.query import Result
from insight.words import Words

_PHRASES = {
    "1st": "of first answers",
    "2nd": "of second answers",
    "3rd or later": "of third and later answers",
}


def finding(result: Result, words: Words) -> str:
    """The two that differ most among first, second and later answers, if any do."""
    bands = bands_of(result)
    if all(band.name is None for band in bands):
        return "Who gave these answers is not known: they carry no customer_id"
    return who_differs(bands, _PHRASES, "first, second and later answers", words)


def nps_by_answer(result: Result, theme: Theme, beside: Result | None = None) -> go.Figure:
    """NPS of first, second and later answers of the same customer."""
    return draw_bands(result, theme, beside)


def alt(result: Result, words: Words) -> str:
    """The finding and every row, for those who cannot see the chart."""
    return f"{finding(result, words)}. {in_words(bands_of(result), words)}"
