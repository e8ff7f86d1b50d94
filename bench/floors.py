"""The dashboard with less of it: what Streamlit and the browser need without our charts.

`python -m bench.floors NAME ...` starts `insight.serve` with the rest of the arguments.
`no_charts` makes no figure and draws none; the title, the filter bar, the sentences and the tables
stay. `ready_figures` draws every figure as it was made when the same view was first looked at.
Answers come from the gateway's cache once a view has been looked at, so neither floor asks again.
`streamlits_charts` is no floor: the same dashboard, its charts drawn by st.plotly_chart.
"""

import sys
from collections.abc import Callable
from typing import Any

from insight import serve
from insight.charts import change_timeline, item_over_time, nps_rolling, nps_trend
from insight.charts import want_vs_delivered as wants
from insight.query import Result
from insight.ui import chart

FIGURES = (
    (change_timeline, "change_timeline"),
    (item_over_time, "item_over_time"),
    (nps_rolling, "nps_rolling"),
    (nps_trend, "nps_trend"),
    (wants, "importance_map"),
    (wants, "want_vs_delivered"),
)
"""Every function that makes a figure of a page."""


def no_charts() -> None:
    """Make no figure and draw none."""
    for module, name in FIGURES:
        setattr(module, name, _nothing)
    chart.chart = _nothing


def ready_figures() -> None:
    """Make each figure once, however often it is looked at."""
    for module, name in FIGURES:
        setattr(module, name, _once(getattr(module, name)))


def streamlits_charts() -> None:
    """Draw every chart with Streamlit's own element."""
    chart.can_draw = lambda _: False


FLOORS = {
    "no_charts": no_charts,
    "ready_figures": ready_figures,
    "streamlits_charts": streamlits_charts,
}


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _once(make: Callable[..., Any]) -> Callable[..., Any]:
    made: dict[str, Any] = {}

    def ready(*given: Any, **options: Any) -> Any:
        key = repr([[_name(one) for one in given], options])
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
