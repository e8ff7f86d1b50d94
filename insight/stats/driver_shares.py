"""What goes with a high score: each item's share of R2, with intervals from groups of people."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.stats.lmg import MOST_DRIVERS, SINGULAR, lmg
from insight.stats.relative_weights import relative_weights

PEOPLE_AN_ITEM = 10
"""A model needs more people than this for each of its items."""

DRAWS = 1_000
FEWEST_GROUPS = 10
_SEED = 20_260_701
_MOST_FAILED = 0.05


@dataclass(frozen=True)
class Ratings:
    """People in rows, items in columns: deliveries (missing is nan), scores, random groups."""

    items: tuple[str, ...]
    delivered: np.ndarray
    score: np.ndarray
    group: np.ndarray

    @cached_property
    def raters(self) -> np.ndarray:
        """People who rated each item."""
        return (~np.isnan(self.delivered)).sum(axis=0)

    @cached_property
    def candidates(self) -> np.ndarray:
        """Positions of the items that at least half of the people rated."""
        return np.flatnonzero(2 * self.raters >= len(self.score))

    @cached_property
    def complete(self) -> "Ratings":
        """Those who rated all candidates, and these items only."""
        kept = self.delivered[:, self.candidates]
        whole = ~np.isnan(kept).any(axis=1)
        names = tuple(self.items[index] for index in self.candidates)
        return Ratings(names, kept[whole], self.score[whole], self.group[whole])


@dataclass(frozen=True)
class Shares:
    """Percent of R2 of each item with its 95 % interval (nan where too few groups), and R2."""

    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    r2: float


def driver_shares(answered: pa.Table) -> pa.Table:
    """One row an item, from one row a person and item and one row an item that was wanted.

    Fills share, share_low, share_high, r2 and respondents as `drivers` promises them; no rows
    where nobody rated anything. People without a `respondent` are the wants.
    """
    is_want = pc.is_null(answered["respondent"])
    wants = {row["item"]: row for row in answered.filter(is_want).to_pylist()}
    ratings = ratings_of(answered.filter(pc.invert(is_want)))
    model = ratings.complete
    shares = shares_of_r2(model.delivered, model.score, model.group) if len(model.score) else None
    in_model = dict.fromkeys(model.items, len(model.score))
    places = {item: index for index, item in enumerate(model.items)}
    raters = dict(zip(ratings.items, ratings.raters.tolist(), strict=True))
    rows = []
    for item in dict.fromkeys([*ratings.items, *(wants if ratings.items else ())]):
        at = places.get(item) if shares else None
        want = wants.get(item, {})
        rows.append(
            {
                "item": item,
                "share": _number(shares.share[at]) if at is not None else None,
                "share_low": _number(shares.low[at]) if at is not None else None,
                "share_high": _number(shares.high[at]) if at is not None else None,
                "r2": shares.r2 if shares else None,
                "stated": want.get("stated"),
                "respondents": in_model.get(item, raters.get(item, 0)),
                "respondents_stated": want.get("respondents_stated") or 0,
            }
        )
    rows.sort(key=lambda row: (row["share"] is None, -(row["share"] or 0), row["item"]))
    return pa.Table.from_pylist(rows, _ANSWER)


_ANSWER = pa.schema(
    [
        ("item", pa.string()),
        *((name, pa.float64()) for name in ("share", "share_low", "share_high", "r2", "stated")),
        *((name, pa.int64()) for name in ("respondents", "respondents_stated")),
    ]
)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def ratings_of(rows: pa.Table) -> Ratings:
    """One row a person from one row a person and item, in the order of `respondent`."""
    numbers = rows["respondent"].to_numpy()
    # Numbers are small and dense, so that a lookup is faster than sorting them.
    present = np.zeros(numbers.max(initial=-1) + 1, dtype=bool)
    present[numbers] = True
    person = (np.cumsum(present) - 1)[numbers]
    people = int(present.sum())
    coded = pc.dictionary_encode(rows["item"].combine_chunks())
    names = coded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    column = np.argsort(order)[coded.indices.to_numpy()] if names else np.empty(0, dtype=int)
    delivered = np.full((people, len(names)), np.nan)
    delivered[person, column] = rows["delivered"].to_numpy()
    score, group = np.zeros(people), np.zeros(people, dtype=int)
    score[person], group[person] = rows["score"].to_numpy(), rows["bucket"].to_numpy()
    return Ratings(tuple(names[index] for index in order), delivered, score, group)


def shares_of_r2(delivered: np.ndarray, score: np.ndarray, group: np.ndarray) -> Shares | None:
    """Shares of R2 of complete ratings; None where there are too few people or nothing varies.

    Intervals are quantiles over draws of the groups, so that people within one may be alike.
    """
    varies = np.ptp(delivered, axis=0) > 0
    items = int(varies.sum())
    if len(score) <= PEOPLE_AN_ITEM * max(1, items) or not items or np.ptp(score) == 0:
        return None
    parts = explained_parts(correlations(delivered[:, varies], score, group))
    r2 = parts.sum(axis=1)
    if r2[0] <= SINGULAR:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(r2[:, None] > SINGULAR, 100 * parts / r2[:, None], np.nan)
    low, high = np.full((2, items), np.nan)
    drawn = shares[1:][~np.isnan(shares[1:]).any(axis=1)]
    if len(drawn) >= (1 - _MOST_FAILED) * DRAWS:
        tail = _tail(len(np.unique(group)))
        low, high = np.quantile(drawn, (tail, 1 - tail), axis=0)
        # Of an item that carries nothing every draw carries something.
        low, high = np.minimum(low, shares[0]), np.maximum(high, shares[0])
    placed = np.full((3, len(varies)), np.nan)
    placed[:, varies] = shares[0], low, high
    return Shares(*placed, float(min(1.0, r2[0])))


def _tail(groups: int) -> float:
    """What to leave out at either end: a little less than .025, as t is wider than normal.

    Source: Hesterberg 2015, American Statistician 69, expanded percentile interval.
    """
    from scipy.special import ndtr, stdtrit

    return float(ndtr(-stdtrit(groups - 1, 0.975)))


def explains_beyond_chance(r2: float, people: int, items: int) -> bool:
    """Whether R2 is more than that many unrelated items would show in 95 of 100 surveys (F)."""
    from scipy.special import fdtrc

    if r2 >= 1:
        return True
    left = people - items - 1
    return fdtrc(items, left, r2 / items / ((1 - r2) / left)) <= 0.05


def explained_parts(correlations: np.ndarray) -> np.ndarray:
    """Parts of R2: LMG up to 13 drivers, relative weights above (METHODS.md)."""
    few = correlations.shape[-1] - 1 <= MOST_DRIVERS
    return (lmg if few else relative_weights)(correlations)


def correlations(delivered: np.ndarray, score: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Correlations of items and score, score last: of everybody, then of each draw of groups.

    One group fewer is drawn than there are, which makes the variance of a mean unbiased (Rao, Wu
    1988). Only the first is returned where there are too few groups to draw from.
    """
    measured = np.column_stack([delivered, score])
    measured = (measured - measured.mean(axis=0)) / measured.std(axis=0)
    counted = np.column_stack([np.ones(len(measured)), measured])
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    moments = np.stack([one.T @ one for one in np.split(counted[order], starts[1:])])
    groups = len(moments)
    weights = np.ones((1, groups))
    if groups >= FEWEST_GROUPS:
        draw = np.random.default_rng(_SEED)
        drawn = draw.multinomial(groups - 1, np.full(groups, 1 / groups), size=DRAWS)
        weights = np.concatenate([weights, drawn])
    size = moments.shape[-1]
    summed = (weights @ moments.reshape(groups, -1)).reshape(-1, size, size)
    mean = summed[:, 0, 1:] / summed[:, :1, 0]
    spread = summed[:, 1:, 1:] / summed[:, :1, :1] - mean[:, :, None] * mean[:, None, :]
    variance = np.diagonal(spread, axis1=1, axis2=2)
    scale = np.where(variance > SINGULAR, np.sqrt(np.maximum(variance, SINGULAR)), np.inf)
    related = spread / scale[:, :, None] / scale[:, None, :]
    related[:, -1, -1] = 1
    return related
