"""The same questions as a competent analyst would answer them from the exports themselves.

Each analyst counts and sums what an answer rests on; `finish` works the figures out from that, so
that no analyst is timed for it.
"""

from dataclasses import dataclass, replace
from typing import Any, Protocol

from insight.coverage import Span

Rows = list[dict[str, Any]]

WINDOW = 12
"""Months of a rolling NPS, and before and after a change."""

NOT_IN_THE_ANSWERS = {
    "adoption": "there is no table interactions",
    "adoption_curve": "there is no table interactions",
    "channel_share": "there is no table interactions",
    "departures_over_time": "there is no table departures",
    "effort": "the ratings carry no effort",
    "item_comments": "the answers carry no comments",
    "kano": "the ratings carry no Kano answers",
    "nps_by_tenure": "there is no table customers",
    "perception_gap": "there is no table beliefs",
    "response_rate": "there is no table invitations",
    "told_or_not": "there is no table contacts",
}
"""Questions that the answers made for measuring have nothing on; the demo company's have."""

NO_SUMS = {
    "change_course": "what was to be expected is estimated, not counted",
    "change_effects": "effects are estimated, not counted",
    "customer_series": "it is what nps_trend and gap_over_time count, and channels",
    "customer_shifts": "days of a shift are searched for, not counted",
    "drivers": "shares of R2 are no sums",
}
_OF_CHANGES = (
    *("change_checks", "change_records", "channel_changes", "complacency", "early_or_late"),
    *("lead_or_follow", "learning_by_year", "learning_to_doing", "pace_of_change", "pace_trend"),
)
_BY_CUSTOMER = "ten million customers as text are more than an analyst would hold in memory"
_BY_DUCKDB = "counted by DuckDB, which is enough to compare with"
_IN_MEMORY = NO_SUMS | {
    "baseline_band": _BY_DUCKDB,
    "delivered_by_group": "ratings are held without the score of their answer",
    "gap_over_time": _BY_DUCKDB,
    "item_changes": _BY_DUCKDB,
    "needs_changed": _BY_DUCKDB,
    "needs_moved": _BY_DUCKDB,
    "needs_outlook": _BY_DUCKDB,
    "nps_by_answer": _BY_CUSTOMER,
    "nps_since_first_use": _BY_CUSTOMER,
    "same_people": _BY_CUSTOMER,
    "say_vs_do": _BY_DUCKDB,
    "score_flows": _BY_CUSTOMER,
}
UNTAUGHT = {
    name: known | dict.fromkeys(_OF_CHANGES, "of changes a company has dozens: nothing to sum")
    for name, known in {"DuckDB": NO_SUMS, "pandas": _IN_MEMORY, "polars": _IN_MEMORY}.items()
}
"""What an analyst does not answer, and why; every other question has to be taught."""


@dataclass(frozen=True)
class Asked:
    """A period, what it is compared with, the first year, the values chosen and the breakdown."""

    period: Span
    versus: Span
    baseline: Span
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: str | None = None

    def with_window(self, months: int) -> "Asked":
        """The same, reading so many months up to the first month asked."""
        start = Span(self.period.start.replace(day=1), self.period.end).moved(1 - months).start
        return replace(self, period=Span(start, self.period.end))


class Analyst(Protocol):
    """Answers questions by name; what it holds in memory is loaded when it is made."""

    name: str

    def count(self, question: str, asked: Asked) -> Rows | None:
        """The counts and sums of an answer; None for a question it was not taught."""
