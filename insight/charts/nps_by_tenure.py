"""Does NPS differ by the age of the relationship?"""

import plotly.graph_objects as go

from insight.charts.bands import bands_of, draw_bands, in_words, who_differs
from insight.charts.theme import Theme
from insight.query import Result
from insight.words import Words

_PHRASES = {
    "first year": "in the first year",
    "2nd year": "in the 2nd year",
    "3 to 5 years": "after 3 to 5 years",
    "6 to 10 years": "after 6 to 10 years",
    "over 10 years": "after over 10 years",
}


def finding(result: Result, words: Words) -> str:
    """The two ages of the relationship that differ most, if any do."""
    bands = bands_of(result)
    if all(band.name is None for band in bands):
        return "How long these customers have been with us is not known"
    return who_differs(bands, _PHRASES, "ages of the relationship", words)


def nps_by_tenure(result: Result, theme: Theme, beside: Result | None = None) -> go.Figure:
    """NPS by age of the relationship, the youngest first."""
    return draw_bands(result, theme, beside)


def alt(result: Result, words: Words) -> str:
    """The finding and every band, for those who cannot see the chart."""
    return f"{finding(result, words)}. {in_words(bands_of(result), words)}"
