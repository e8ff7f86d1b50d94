"""The dashboard with less of it: what Streamlit and the browser need without our charts.

`python -m bench.floors NAME ...` starts `insight.serve` with the rest of the arguments.
`no_charts` makes no figure and draws none; the title, the filter bar, the sentences and the tables
stay. `ready_figures` draws every figure as it was made when the same view was first looked at.
Answers come from the gateway's cache once a view has been looked at, so neither floor asks again.
`streamlits_charts` is no floor: the same dashboard, its charts drawn by st.plotly_chart.
"""

import pkgutil
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import FunctionType
from typing import Any

import plotly.graph_objects as go

from insight import charts, serve
from insight.query import Result
from insight.ui import chart

Figure = Callable[..., Any]


def figure_functions() -> Iterator[FunctionType]:
    """Every function that makes a figure of an answer, as the pages call it."""
    for module in pkgutil.iter_modules(charts.__path__, f"{charts.__name__}."):
        for name, made in vars(import_module(module.name)).items():
            if isinstance(made, FunctionType) and made.__module__ == module.name and name[0] != "_":
                given = list(made.__annotations__.values())
                if given[:1] == [Result] and made.__annotations__.get("return") is go.Figure:
                    yield made


def no_charts() -> None:
    """Make no figure and draw none."""
    for made in figure_functions():
        _put_in_place_of(made, _nothing)
    _put_in_place_of(chart.chart, _no_points)


def ready_figures() -> None:
    """Make each figure once, however often it is looked at."""
    for made in figure_functions():
        _put_in_place_of(made, _once(made))


def streamlits_charts() -> None:
    """Draw every chart with Streamlit's own element."""
    chart.can_draw = lambda _: False


FLOORS = {
    "no_charts": no_charts,
    "ready_figures": ready_figures,
    "streamlits_charts": streamlits_charts,
}


def _put_in_place_of(function: FunctionType, other: Figure) -> None:
    """Wherever the function has been imported to; what is imported later finds the other."""
    for module in [one for name, one in sys.modules.items() if name.startswith("insight.")]:
        for name in [name for name, one in vars(module).items() if one is function]:
            setattr(module, name, other)


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _no_points(*_: Any, **__: Any) -> list[Any]:
    return []


def _once(make: Figure) -> Figure:
    made: dict[str, Any] = {}

    def ready(*given: Any, **options: Any) -> Any:
        named = {option: _name(one) for option, one in options.items()}
        key = repr([[_name(one) for one in given], named])
        if key not in made:
            made[key] = make(*given, **options)
        return made[key]

    return ready


def _name(given: Any) -> Any:
    """An answer by what was asked, anything else by its own words."""
    return (given.query.name, given.asked) if isinstance(given, Result) else given


if __name__ == "__main__":
    FLOORS[sys.argv[1]]()
    sys.exit(serve.main(sys.argv[2:]))
