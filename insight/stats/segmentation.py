"""Cutting a series into stretches of one level each: what a stretch costs, and the cheapest cuts.

Exact dynamic programming, written out because ruptures takes a second to import, with all of
SciPy's statistics, and seven times as long to search; tests hold it against ruptures.
Costs are [start, end], both 0 to T: the deviance of the periods start to end - 1 from their level.
"""

import numpy as np
from scipy.special import xlogy


def costs_of_means(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted squares around the common mean, of all stretches."""
    centred = values - np.average(values, weights=weights)
    weight, total, squares = (
        _between(part) for part in (weights, weights * centred, weights * centred**2)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.maximum(0.0, np.nan_to_num(squares - total**2 / weight))


def costs_of_shares(shares: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Binomial deviance from the common share (0 to 1), of all stretches."""
    among, of = _between(shares * counted), _between(counted)
    fitted_well = _between(_log_likelihood(shares, counted))
    with np.errstate(divide="ignore", invalid="ignore"):
        common = np.clip(np.nan_to_num(among / of), 0.0, 1.0)
    return np.maximum(0.0, 2 * (fitted_well - _log_likelihood(common, of)))


def _log_likelihood(shares: np.ndarray, counted: np.ndarray) -> np.ndarray:
    there = shares * counted
    return xlogy(there, shares) + xlogy(counted - there, 1 - shares)


def _between(parts: np.ndarray) -> np.ndarray:
    """Sums of every stretch: row start, column end."""
    upto = np.concatenate([[0.0], np.cumsum(parts)])
    return upto[None, :] - upto[:, None]


def cheapest_cuts(costs: np.ndarray, penalty: float, least: int) -> list[int]:
    """Where stretches of at least so many periods begin, each but the first paid by the penalty.

    The same as ruptures' Pelt (Killick, Fearnhead, Eckley 2012), without its pruning.
    """
    by_end = np.ascontiguousarray(costs.T)
    lowest = np.full(len(costs), np.inf)
    lowest[0] = 0.0
    begins = np.zeros(len(costs), dtype=int)
    for end in range(least, len(costs)):
        totals = lowest[: end - least + 1] + by_end[end, : end - least + 1]
        begins[end] = totals.argmin()
        lowest[end] = totals[begins[end]] + penalty
    return _cuts(begins, len(costs) - 1)


def _cuts(begins: np.ndarray, end: int) -> list[int]:
    cuts = []
    while begins[end] > 0:
        end = int(begins[end])
        cuts.append(end)
    return cuts[::-1]


def cuts_in_parts(costs: np.ndarray, parts: int, least: int) -> list[int]:
    """Where the stretches begin when there are exactly so many, as ruptures' Dynp has it."""
    ends = np.arange(len(costs))
    allowed = np.where(ends - ends[:, None] >= least, costs, np.inf)
    lowest, begins = allowed[0], []
    for _ in range(parts - 1):
        totals = lowest[:, None] + allowed
        begins.append(totals.argmin(axis=0))
        lowest = totals.min(axis=0)
    cuts = [len(costs) - 1]
    for begin in reversed(begins):
        cuts.append(int(begin[cuts[-1]]))
    return cuts[:0:-1]
