"""What moved NPS from one period to another: how groups scored, or how many of each answered."""

from dataclasses import dataclass

import numpy as np

from insight.stats.two_waves import Z95

_WORTH = np.array([100.0, 0.0, -100.0])
"""What a promoter, a passive and a detractor add to NPS, in points."""


@dataclass(frozen=True)
class Repeats:
    """Design effects of who answers several times, before and after: on scores, on shares."""

    scores: tuple[float, float] = (1.0, 1.0)
    shares: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True)
class Parts:
    """Parts of a change in points, one a group, their standard errors and that of their sum."""

    points: np.ndarray
    errors: np.ndarray
    total_error: float

    @property
    def total(self) -> float:
        return float(self.points.sum())

    @property
    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """The ends of the 95 % interval of each part."""
        return self.points - Z95 * self.errors, self.points + Z95 * self.errors

    @property
    def total_limits(self) -> tuple[float, float]:
        """The 95 % interval of their sum."""
        return self.total - Z95 * self.total_error, self.total + Z95 * self.total_error


def within_and_mix(
    shares_before: np.ndarray,
    rates_before: np.ndarray,
    shares_after: np.ndarray,
    rates_after: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """What each group's rate, and each group's share (of 1), moved the overall rate; all sum to it.

    Source: Kitagawa 1955; each share's part is centred on the mean of both overall rates.
    """
    overall = (shares_before @ rates_before + shares_after @ rates_after) / 2
    within = (rates_after - rates_before) * (shares_before + shares_after) / 2
    mix = (shares_after - shares_before) * ((rates_before + rates_after) / 2 - overall)
    return within, mix


def split_change(
    before: np.ndarray, after: np.ndarray, repeats: Repeats = Repeats()
) -> tuple[Parts, Parts]:
    """The change of NPS within groups and by their mix; promoters, passives, detractors by group.

    Rows are groups, both periods have answers; a group absent in one takes its rate of the other.
    Errors are those of two independent periods of multinomial counts (delta method), their
    variances multiplied by the design effects.
    """
    first, last = _Period.of(before, after), _Period.of(after, before)
    within, mix = within_and_mix(first.shares, first.rates, last.shares, last.rates)
    gain, moved = last.rates - first.rates, last.shares - first.shares
    standing = (first.rates + last.rates - first.overall - last.overall) / 2
    none = np.zeros(len(gain))
    # A rate that stands for both periods moves nothing within, and counts whole in the mix.
    in_both = (first.shares > 0) & (last.shares > 0)
    weight = np.where(in_both, (first.shares + last.shares) / 2, 0)
    by_rate = moved * np.where(in_both, 0.5, 1)
    return (
        _parts(
            within,
            first.variances(gain / 2, -weight, none, repeats.scores[0]),
            last.variances(gain / 2, weight, none, repeats.scores[1]),
        ),
        _parts(
            mix,
            first.variances(-standing, by_rate, -moved / 2, repeats.shares[0]),
            last.variances(standing, by_rate, -moved / 2, repeats.shares[1]),
        ),
    )


def _parts(points: np.ndarray, *variances: tuple[np.ndarray, float]) -> Parts:
    each, of_sum = (sum(of_periods) for of_periods in zip(*variances, strict=True))
    return Parts(points, np.sqrt(each), float(np.sqrt(of_sum)))


@dataclass(frozen=True)
class _Period:
    """The answers of one period: counts by group and score group, shares of 1, NPS in points."""

    counts: np.ndarray
    shares: np.ndarray
    rates: np.ndarray

    @classmethod
    def of(cls, counts: np.ndarray, other: np.ndarray) -> "_Period":
        """Groups without answers take their NPS of the other period."""
        answers = counts.sum(axis=1)
        known = np.where(answers[:, None] > 0, counts, other)
        return cls(counts, answers / answers.sum(), known @ _WORTH / known.sum(axis=1))

    @property
    def overall(self) -> float:
        return float(self.shares @ self.rates)

    def variances(
        self,
        by_share: np.ndarray,
        by_rate: np.ndarray,
        by_overall: np.ndarray,
        design_effect: float,
    ) -> tuple[np.ndarray, float]:
        """What this period adds to the variance of each part, and of their sum.

        The slopes say how a part moves with its group's share, its group's rate, and the overall
        rate. Each answer's influence on a part is squared and averaged over the answers.
        """
        answers = self.counts.sum()
        chance = self.counts / answers
        per_share = np.divide(
            by_rate, self.shares, out=np.zeros(len(by_rate)), where=self.shares > 0
        )
        # An answer moves every part by `on_all`, and that of its own group by `on_own` more.
        on_all = by_overall[:, None] * (_WORTH - self.overall) - (by_share * self.shares)[:, None]
        on_own = by_share[:, None] + per_share[:, None] * (_WORTH - self.rates[:, None])
        each = on_all**2 @ chance.sum(axis=0)
        each += (chance * (on_own**2 + 2 * on_own * on_all)).sum(axis=1)
        of_sum = (chance * (on_own + on_all.sum(axis=0)) ** 2).sum()
        scale = design_effect / answers
        return np.maximum(each, 0) * scale, float(of_sum * scale)
