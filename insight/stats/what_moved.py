"""The steps that split a change of NPS by the values of a dimension, small values pooled first."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.kitagawa import Parts, Repeats, split_change

_BY_VALUE = (
    *("share_before", "share_after", "nps_before", "nps_after"),
    *("within", "within_low", "within_high", "mix", "mix_low", "mix_high"),
)
_BY_DIMENSION = ("change", "within", "within_low", "within_high", "mix", "mix_low", "mix_high")


@dataclass(frozen=True)
class Groups:
    """Values of a dimension; promoters, passives and detractors of each in both periods."""

    values: tuple[str | None, ...]
    before: np.ndarray
    after: np.ndarray

    @property
    def answers(self) -> np.ndarray:
        """Answers by period (two rows) and value."""
        return np.stack([self.before.sum(axis=1), self.after.sum(axis=1)])

    @property
    def both_answered(self) -> bool:
        """Whether both periods have answers."""
        return bool((self.answers.sum(axis=1) > 0).all())

    @property
    def in_both(self) -> bool:
        """Whether any value has answers in both periods, so that its scores can be compared."""
        return bool((self.answers > 0).all(axis=0).any())


def pool_small(groups: Groups, minimum: int) -> Groups:
    """Values with fewer answers than the minimum in a period (not none) become one row, the last.

    The next smallest value joins them while the pool itself is too small to show.
    """
    answers = groups.answers
    pooled = _too_few(answers, minimum).any(axis=0)
    if not pooled.any() or len(groups.values) == 1:
        return groups
    for index in np.argsort(answers.sum(axis=0), kind="stable"):
        if not _too_few(answers[:, pooled].sum(axis=1), minimum).any():
            break
        pooled[index] = True
    kept = ~pooled
    values = tuple(value for value, keep in zip(groups.values, kept, strict=True) if keep)
    return Groups(
        (*values, _pool_name(int(pooled.sum()), values)),
        np.vstack([groups.before[kept], groups.before[pooled].sum(axis=0)]),
        np.vstack([groups.after[kept], groups.after[pooled].sum(axis=0)]),
    )


def _too_few(answers: np.ndarray, minimum: int) -> np.ndarray:
    return (answers > 0) & (answers < minimum)


def _pool_name(pooled: int, values: tuple[str | None, ...]) -> str:
    """A name that no value of the export has."""
    name = f"({pooled} values with few answers)"
    while name in values:
        name = f"({name})"
    return name


def split_by_value(table: pa.Table) -> pa.Table:
    """From counts by value: shares, NPS, and what each value moved within itself and by its share.

    Parts are null where the periods share days or one of them has no answers.
    """
    rows = table.to_pylist()
    groups = _pooled(rows)
    before, after = groups.answers
    columns: dict[str, Any] = dict.fromkeys(_BY_VALUE, [None] * len(groups.values))
    for period, counts, answers in (
        ("before", groups.before, before),
        ("after", groups.after, after),
    ):
        columns[f"share_{period}"] = _percent(answers, answers.sum())
        columns[f"nps_{period}"] = _percent(counts[:, 0] - counts[:, 2], answers)
    if groups.both_answered and not rows[0]["share_days"]:
        for name, parts in _split(groups, rows[0]).items():
            columns[name] = parts.points
            columns[f"{name}_low"], columns[f"{name}_high"] = parts.limits
    fewer = np.where(np.minimum(before, after) > 0, np.minimum(before, after), before + after)
    return pa.table(
        {
            "value": pa.array(groups.values, pa.string()),
            "respondents_before": pa.array(before, pa.int64()),
            "respondents_after": pa.array(after, pa.int64()),
            **{name: pa.array(columns[name], pa.float64()) for name in _BY_VALUE},
            "fewer": pa.array(fewer, pa.int64()),
        }
    )


def split_by_dimension(table: pa.Table) -> pa.Table:
    """From counts by dimension and value: one row a dimension with the sums of both parts.

    Parts are null as above, and where no value has answers in both periods.
    """
    split = [
        {"dimension": dimension, **_totals(list(rows))}
        for dimension, rows in groupby(table.to_pylist(), key=lambda row: row["dimension"])
    ]
    kinds = {"dimension": pa.string(), **dict.fromkeys(_BY_DIMENSION, pa.float64())}
    kinds |= {"respondents_before": pa.int64(), "respondents_after": pa.int64()}
    return pa.Table.from_pylist(split, pa.schema(kinds))


def _totals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    groups = _pooled(rows)
    before, after = (int(answers) for answers in groups.answers.sum(axis=1))
    totals: dict[str, Any] = {"respondents_before": before, "respondents_after": after}
    if rows[0]["share_days"] or not groups.in_both:
        return totals
    split = _split(groups, rows[0])
    totals["change"] = sum(parts.total for parts in split.values())
    for name, parts in split.items():
        totals[name] = parts.total
        totals[f"{name}_low"], totals[f"{name}_high"] = parts.total_limits
    return totals


def _split(groups: Groups, row: dict[str, Any]) -> dict[str, Parts]:
    """Both parts; any row carries the design effects of both periods."""
    repeats = Repeats(
        scores=(row["scores_repeat_before"], row["scores_repeat_after"]),
        shares=(row["shares_repeat_before"], row["shares_repeat_after"]),
    )
    within, mix = split_change(groups.before, groups.after, repeats)
    return {"within": within, "mix": mix}


def _pooled(rows: list[dict[str, Any]]) -> Groups:
    groups = Groups(
        tuple(row["value"] for row in rows), _counts(rows, "before"), _counts(rows, "after")
    )
    return pool_small(groups, rows[0]["minimum"] if rows else 0)


def _counts(rows: list[dict[str, Any]], period: str) -> np.ndarray:
    """Promoters, passives and detractors of each row in that period."""
    names = [f"{name}_{period}" for name in ("promoters", "detractors", "respondents")]
    counted = np.array([[row[name] for name in names] for row in rows], dtype=np.int64)
    promoters, detractors, respondents = counted.reshape(-1, 3).T
    return np.column_stack([promoters, respondents - promoters - detractors, detractors])


def _percent(part: np.ndarray, whole: np.ndarray | int) -> list[float | None]:
    """Null where there is no whole."""
    wholes = np.broadcast_to(whole, part.shape)
    return [
        100 * float(one) / float(of) if of > 0 else None
        for one, of in zip(part, wholes, strict=True)
    ]
