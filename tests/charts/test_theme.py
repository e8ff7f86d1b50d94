import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.charts.theme import plain, plotly_locale, safe, theme_for, wrapped
from insight.words import Words

from .given import WORDS

THEMES = [theme_for(name, WORDS) for name in ("light", "dark")]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_paper_and_on_every_mark(theme):
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.muted, theme.paper) >= 4.5
    for lane in theme.lanes.values():
        assert contrast(theme.on_mark, lane.colour) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_colour_that_carries_meaning_stands_off_from_the_paper(theme):
    colours = [theme.accent, theme.wanted, theme.delivered, *theme.series]
    colours += [lane.colour for lane in theme.lanes.values()]
    assert min(contrast(colour, theme.paper) for colour in colours) >= 3


def test_lanes_keep_their_shape_in_both_themes():
    shapes = [{name: lane.symbol for name, lane in theme.lanes.items()} for theme in THEMES]
    assert shapes[0] == shapes[1] == {"ours": "circle", "customers": "square", "market": "diamond"}


def test_an_unknown_theme_is_the_light_one():
    assert theme_for(None, WORDS).name == "light"


def test_text_from_an_export_cannot_be_html():
    assert safe("<a href='x'>A & B</a>") == "&lt;a href='x'&gt;A &amp; B&lt;/a&gt;"


def test_text_from_an_export_is_one_short_line():
    assert plain("two\nlines\tand\x00more\u202eturned") == "two lines and moreturned"
    assert plain("a" * 200, 10) == "aaaaaaaaa…"


def test_a_long_name_is_broken_and_cut():
    assert wrapped("Refunds without a fight", 12) == "Refunds<br>without a<br>fight"
    assert wrapped("one two three four", 8, 2) == "one two<br>three…"


@given(st.text())
def test_whatever_is_written_no_tag_of_it_is_left(text):
    assert "<" not in safe(text)
    assert "<" not in wrapped(text).replace("<br>", "")


def test_dates_on_axes_follow_the_language_of_the_settings():
    months = plotly_locale(Words("de_DE"))["locales"]["de-DE"]["format"]["months"]
    assert months[2] == "März"
