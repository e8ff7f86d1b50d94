"""What the first page needs, made ready while the browser still loads the frame around it."""

import gc
import logging
from pathlib import Path

from insight.charts import change_timeline, want_vs_delivered
from insight.charts.theme import theme_for
from insight.filters import Filters
from insight.problems import Failure, Mistake
from insight.ui.published import opened
from insight.version import current_name
from insight.words import Words

log = logging.getLogger("insight.ui")


def warm(data_folder: Path) -> None:
    """Open the current version, ask what the overview asks and make its charts once."""
    try:
        _look_at_overview(data_folder)
    except (Mistake, Failure) as problem:
        log.info("the first page is not made ready: %s", problem)
    # What is there now stays; collecting garbage need not look through it again.
    gc.freeze()


def _look_at_overview(data_folder: Path) -> None:
    gateway = opened(data_folder, current_name(data_folder))
    coverage = gateway.coverage
    words = Words(gateway.settings.language, gateway.settings.fiscal_year_starts)
    theme = theme_for(None, words)
    everyone = Filters.everything(coverage)
    now = everyone.now(coverage)
    for filters in (everyone, now):
        gateway.ask("answers", filters)
    for filters in (now, now.compared_with("baseline")):
        gateway.ask("nps_change", filters)
    changes, nps = gateway.ask("change_timeline", now), gateway.ask("nps_trend", now)
    change_timeline.change_timeline(changes, nps, theme)
    want_vs_delivered.want_vs_delivered(gateway.ask("want_vs_delivered", now), theme, most=3)
