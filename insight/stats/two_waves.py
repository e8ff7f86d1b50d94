"""Two waves of NPS answers: is the change between them real? Adjusted Wald (METHODS.md)."""

import math
from dataclasses import dataclass

from insight.stats.two_sided_p import normal_p

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""

_ADDED = 3
_ADDED_AT_ENDS = 1.5


@dataclass(frozen=True)
class Wave:
    """The answers of one period; the rest of the respondents are passives.

    `design_effect`: how many times the variance of answers by as many different people theirs is.
    Counts may be arrays of many periods, for all but `interval` and adding.
    """

    promoters: float
    detractors: float
    respondents: float
    design_effect: float = 1.0

    @property
    def nps(self) -> float:
        """Net Promoter Score, points; ZeroDivisionError where nobody answered."""
        return 100 * (self.promoters - self.detractors) / self.respondents

    @property
    def centre(self) -> float:
        """NPS with three answers added, in points: the middle of its interval."""
        return 100 * (self.promoters - self.detractors) / (self.respondents + _ADDED)

    @property
    def standard_error(self) -> float:
        """Standard error of the NPS with three answers added, in points."""
        n = self.respondents + _ADDED
        squares = self.promoters + self.detractors + _ADDED_AT_ENDS
        spread = squares - (self.promoters - self.detractors) ** 2 / n
        return 100 * (self.design_effect * spread) ** 0.5 / n

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the NPS, points, within -100 to 100."""
        half = Z95 * self.standard_error
        return max(-100.0, self.centre - half), min(100.0, self.centre + half)

    def __add__(self, other: "Wave") -> "Wave":
        """Both together, with the larger design effect."""
        return Wave(
            self.promoters + other.promoters,
            self.detractors + other.detractors,
            self.respondents + other.respondents,
            max(self.design_effect, other.design_effect),
        )


@dataclass(frozen=True)
class Change:
    """A change in points with its 95 % interval, and the chance of it were there none."""

    points: float
    low: float
    high: float
    p: float

    @property
    def is_real(self) -> bool:
        """Whether p is at most .05 and the raw change points the same way as its interval."""
        return self.p <= 0.05 and self.points * (self.low + self.high) > 0


def change_between(before: Wave, now: Wave) -> Change:
    """NPS of `now` less that of `before`, which are answers of different people."""
    return measured_change(
        now.nps - before.nps,
        now.centre - before.centre,
        math.hypot(now.standard_error, before.standard_error),
    )


def measured_change(points: float, centre: float, standard_error: float) -> Change:
    """A change whose interval is centred on `centre`; without any spread it is certain."""
    half = Z95 * standard_error
    if standard_error == 0:
        return Change(points, centre, centre, 1.0 if centre == 0 else 0.0)
    return Change(points, centre - half, centre + half, normal_p(centre / standard_error))
