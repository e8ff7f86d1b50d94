"""What all charts share: palette, template, heights, and text that is safe to draw."""

import html
import textwrap
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import plotly.graph_objects as go
from babel import Locale

from insight.charts.sketch import Sketch
from insight.words import Words

THIN = 30
"""Below this many answers a figure is greyed: too thin to say anything from."""

EMPTY_HEIGHT = 120
TREND_HEIGHT = 380
PANEL_HEIGHT = 190
ROW_HEIGHT = 44
MAP_HEIGHT = 480

FONT = '"Source Sans", sans-serif'
LABEL_SIZE = 13
SMALL_SIZE = 12


LANE_TITLES = {
    "ours": "What we changed",
    "customers": "How customers changed",
    "market": "What the market did",
}


@dataclass(frozen=True)
class Lane:
    """Who changed: a colour and a shape that are theirs on every chart."""

    name: str
    title: str
    colour: str
    symbol: str


@dataclass(frozen=True)
class Theme:
    """Colours of the theme the reader has, and the words figures are written in."""

    name: str
    ink: str
    muted: str
    paper: str
    grid: str
    accent: str
    wanted: str
    delivered: str
    on_mark: str
    lanes: dict[str, Lane] = field(repr=False)
    series: tuple[str, ...] = field(repr=False)
    words: Words = field(default_factory=Words)

    @cached_property
    def template(self) -> go.layout.Template:
        """Everything that Plotly would otherwise choose: nothing is left to its own theme."""
        axis = {
            "automargin": True,
            "showline": False,
            "zeroline": False,
            "gridcolor": self.grid,
            "gridwidth": 1,
            "linecolor": self.grid,
            "tickcolor": self.muted,
            "tickfont": {"color": self.muted, "size": LABEL_SIZE},
            "title": {"font": {"color": self.muted, "size": LABEL_SIZE}},
        }
        symbols = Locale.parse(self.words.language).number_symbols["latn"]
        return go.layout.Template(
            layout={
                "font": {"family": FONT, "size": 14, "color": self.ink},
                "paper_bgcolor": "rgba(0,0,0,0)",
                "plot_bgcolor": "rgba(0,0,0,0)",
                "colorway": list(self.series),
                "separators": symbols["decimal"] + symbols["group"],
                "margin": {"l": 4, "r": 16, "t": 24, "b": 4},
                "showlegend": False,
                "dragmode": False,
                "hovermode": "closest",
                "hoverlabel": {
                    "bgcolor": self.paper,
                    "bordercolor": self.muted,
                    "align": "left",
                    "font": {"family": FONT, "size": LABEL_SIZE, "color": self.ink},
                },
                "xaxis": axis | {"showgrid": False},
                "yaxis": axis,
                "annotationdefaults": {
                    "showarrow": False,
                    "font": {"color": self.ink, "size": LABEL_SIZE},
                },
            }
        )

    def figure(self, height: int, **layout: object) -> Sketch:
        """An empty figure of that height in pixels, and as wide as its place."""
        # Unchecked: a test runs Plotly's checks on every figure.
        return Sketch(
            layout={"template": self.template, "height": height, **layout}, _validate=False
        )

    def faint(self, colour: str, opacity: float = 0.16) -> str:
        """The colour as a veil, for bands and bars behind a mark."""
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},{opacity})"


def add_all(
    figure: go.Figure, shapes: Iterable[dict] = (), annotations: Iterable[dict] = ()
) -> None:
    """Add many shapes and annotations at once: one by one, each costs what all before it did."""
    shapes, annotations = tuple(shapes), tuple(annotations)
    if shapes:
        figure.layout.shapes = (*figure.layout.shapes, *shapes)
    if isinstance(figure, Sketch):
        for annotation in annotations:
            figure.add_annotation(**annotation)
    elif annotations:
        figure.layout.annotations = (*figure.layout.annotations, *annotations)


@lru_cache(maxsize=8)
def theme_for(kind: str | None, words: Words) -> Theme:
    """The theme named `light` or `dark` (Streamlit's `context.theme.type`); else light."""
    if kind == "dark":
        return Theme(
            name="dark",
            ink="#E6E9EC",
            muted="#A3AFB9",
            paper="#10171E",
            grid="#2A3742",
            accent="#5BB8CB",
            wanted="#5BB8CB",
            delivered="#F09A57",
            on_mark="#0E161E",
            lanes=_lanes("#5BB8CB", "#B79BE6", "#D3B877"),
            series=("#5BB8CB", "#F09A57", "#B79BE6", "#D3B877", "#E88BB0", "#9CC28A"),
            words=words,
        )
    return Theme(
        name="light",
        ink="#0E161E",
        muted="#55616C",
        paper="#FCFBF8",
        grid="#E2DED4",
        accent="#0E6B80",
        wanted="#0E6B80",
        delivered="#C8641B",
        on_mark="#FFFFFF",
        lanes=_lanes("#0E6B80", "#6D4C9F", "#8A7340"),
        series=("#0E6B80", "#C8641B", "#6D4C9F", "#8A7340", "#A8325E", "#4B7A36"),
        words=words,
    )


def _lanes(ours: str, customers: str, market: str) -> dict[str, Lane]:
    symbols = {"ours": "circle", "customers": "square", "market": "diamond"}
    colours = {"ours": ours, "customers": customers, "market": market}
    return {
        name: Lane(name, title, colours[name], symbols[name]) for name, title in LANE_TITLES.items()
    }


@lru_cache(maxsize=8)
def plotly_locale(words: Words) -> dict[str, object]:
    """The part of Plotly's config that writes dates on axes in the language of the settings.

    Only what is written otherwise than in American English, which Plotly knows.
    """
    named, known = (_names(Locale.parse(one)) for one in (words.language, "en_US"))
    written = {kind: names for kind, names in named.items() if names != known[kind]}
    name = words.language.replace("_", "-")
    return {"locale": name, "locales": {name: {"dictionary": {}, "format": written}}}


def _names(locale: Locale) -> dict[str, list[str]]:
    months, days = locale.months["stand-alone"], locale.days["format"]
    week = [6, 0, 1, 2, 3, 4, 5]
    return {
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [locale.months["format"]["abbreviated"][m] for m in range(1, 13)],
        "days": [days["wide"][day] for day in week],
        "shortDays": [days["abbreviated"][day] for day in week],
    }


@lru_cache(maxsize=8192)
def plain(text: object, most: int = 80) -> str:
    """Text from an export on one line, without control characters, cut with an ellipsis."""
    kept = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in str(text)
        if unicodedata.category(character) != "Cf"
    )
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def safe(text: object, most: int = 80) -> str:
    """Text from an export as Plotly may draw it: Plotly reads `<b>` and `<a href>` as HTML."""
    return html.escape(plain(text, most), quote=False)


def wrapped(text: object, width: int = 24, lines: int = 3) -> str:
    """Safe text broken into lines of about `width` characters, cut after so many lines."""
    broken = textwrap.wrap(
        plain(text, 400), width, max_lines=lines, placeholder="…", break_on_hyphens=False
    )
    return "<br>".join(html.escape(line, quote=False) for line in broken)


def small(text: str, theme: Theme) -> str:
    """Already safe text, one size down and muted."""
    return f'<span style="font-size:{SMALL_SIZE}px;color:{theme.muted}">{text}</span>'
