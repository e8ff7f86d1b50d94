"""Customers who went from one group to another between two periods, as charts and pages say it."""

from dataclasses import dataclass

from babel.numbers import format_compact_decimal

from insight.charts.theme import THIN, Theme
from insight.query import Result
from insight.words import Words

GROUPS = ("promoter", "passive", "detractor")
SILENT = "no answer"
PLURALS = {name: f"{name}s" for name in GROUPS} | {SILENT: SILENT}


@dataclass(frozen=True)
class Flow:
    """Customers who went from one group to another; None where too few to show."""

    before: str
    after: str
    customers: int | None
    revenue: float | None
    customers_with_revenue: int | None

    @property
    def direction(self) -> str:
        """`up`, `down`, `same`, or `silent` where they gave no score in the later period."""
        if self.after == SILENT:
            return "silent"
        step = GROUPS.index(self.before) - GROUPS.index(self.after)
        return "up" if step > 0 else "down" if step < 0 else "same"

    @property
    def thin(self) -> bool:
        return self.customers is not None and self.customers < THIN

    @property
    def revenue_is_known(self) -> bool:
        """Whether it is known of every customer."""
        return self.revenue is not None and self.customers_with_revenue == self.customers

    @property
    def said(self) -> str:
        """`Promoters who became passives`, `Passives who gave no score`."""
        who = PLURALS[self.before].capitalize()
        if self.direction == "silent":
            return f"{who} who gave no score"
        verb = "stayed" if self.direction == "same" else "became"
        return f"{who} who {verb} {PLURALS[self.after]}"


def flows_of(result: Result) -> list[Flow]:
    """The flows of the latest pair of periods in an answer, promoters first."""
    rows = result.rows()
    return [
        Flow(
            row["before"],
            row["after"],
            row["customers"],
            row["revenue"],
            row["customers_with_revenue"],
        )
        for row in rows
        if row["period"] == rows[-1]["period"]
    ]


def hidden(flows: list[Flow]) -> int:
    """How many flows are not shown, because so few customers went that way."""
    return sum(flow.customers is None for flow in flows)


def nothing_shown(flows: list[Flow]) -> bool:
    """Whether every move between groups is hidden, or everyone who answered in both periods."""
    answered = [flow for flow in flows if flow.direction != "silent"]
    moved = [flow for flow in answered if flow.direction != "same"]
    return hidden(answered) == len(answered) or 0 < len(moved) == hidden(moved)


def group_colours(theme: Theme) -> dict[str, str]:
    """Promoters, passives and detractors; who gave no answer has the faintest."""
    return {
        "promoter": theme.wanted,
        "passive": theme.muted,
        "detractor": theme.delivered,
        SILENT: theme.grid,
    }


def in_short(value: float, words: Words) -> str:
    """A large amount as people say it: `4.1 million`, `312 thousand`."""
    decimals = 1 if value >= 1e6 else 0
    return format_compact_decimal(
        value, format_type="long", locale=words.language, fraction_digits=decimals
    )
