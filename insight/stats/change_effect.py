"""What each of our changes did: a step in the series it touched, and how sure that is."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from insight.stats.change_model import FEWEST_MONTHS, STEP, Model, fitted, has_season
from insight.stats.change_series import Other, Series, series_of
from insight.stats.many_tests import benjamini_hochberg
from insight.stats.quasi_poisson import quasi_poisson

NEAR = 2
"""Months: changes of one series that start no farther apart cannot be told apart."""
BOUNDED_WITHIN = {"nps": 10.0}
"""Points: a wider half interval is too few answers to say; of ratings 5."""
BOUNDED_RATINGS = 5.0


@dataclass(frozen=True)
class Effect:
    """One change in one measure; models are None where nothing can be fitted."""

    series: Series
    near: tuple[Other, ...]
    """Other changes of the same series that started within two months of it."""
    model: Model | None
    p_corrected: float | None = None

    @classmethod
    def of(cls, series: Series) -> "Effect":
        """Near changes have no step of their own: the effect is then of all together."""
        near, apart = [], []
        for other in series.others:
            (near if abs(other.start - series.start) <= NEAR else apart).append(other)
        model = None
        if series.fewest >= max(1, series.minimum):
            model = fitted(series, series.usable, series.start, apart)
        return cls(series, tuple(near), model)

    @property
    def placebo_p(self) -> float | None:
        """p of the same model on the months before, as if the start lay in their middle."""
        rows = self.series.usable & self.series.before
        months = self.series.months[rows]
        if self.model is None or len(months) < 2 * FEWEST_MONTHS:
            return None
        model = fitted(self.series, rows, int(months[len(months) // 2]), self.series.others)
        return model and model.p

    @property
    def answers_ratio(self) -> tuple[float, float, float] | None:
        """(ratio, low, high): how many times as many of those it touched answer since its start."""
        return _answers_ratio(self.series) if self.model else None

    @property
    def verdict(self) -> str:
        """In the order of METHODS.md."""
        if self.near:
            return "not_identifiable"
        if self.model is None:
            return "too_few"
        if self.p_corrected is not None and self.p_corrected <= 0.05:
            return "moved"
        _, low, high = self.model.effect
        within = BOUNDED_WITHIN.get(self.series.kind, BOUNDED_RATINGS)
        return "bounded" if (high - low) / 2 <= within else "too_few"

    @property
    def method(self) -> str:
        if self.series.untouched is not None:
            return "touched less untouched, AR(1) GLS"
        season = self.model is not None and has_season(self.series.months[self.model.rows])
        return f"everybody, with slope{' and season' if season else ''}, AR(1) GLS"


def _answers_ratio(series: Series) -> tuple[float, float, float] | None:
    """Quasi-Poisson of answers a month, against the answers of those not touched, or a trend."""
    rows = series.usable
    months, counts = series.months[rows], series.touched.n[rows]
    columns = [np.ones(len(months)), (months >= series.start).astype(float)]
    offset = np.zeros(len(months))
    if series.untouched is None:
        columns.append((months - series.start) / 12)
    else:
        offset = np.log(series.untouched.n[rows])
    rates = quasi_poisson(counts, np.column_stack(columns), offset)
    return rates and rates.ratio(STEP)


def estimated(table: pa.Table) -> tuple[Effect, ...]:
    """Every effect in the order of the rows of change_series()."""
    written = pa.BufferOutputStream()
    with pa.ipc.new_stream(written, table.schema) as stream:
        stream.write_table(table)
    return _estimated(written.getvalue().to_pybytes())


@lru_cache(maxsize=2)
def _estimated(written: bytes) -> tuple[Effect, ...]:
    """Kept, as a page asks for the effects and for the course of each from the same rows."""
    rows = pa.ipc.open_stream(written).read_all().to_pylist()
    by_change = groupby(rows, key=lambda row: row["change_id"])
    return tuple(Effect.of(one) for _, rows in by_change for one in series_of(list(rows)))


def effects_of(table: pa.Table) -> list[Effect]:
    """The same, p corrected over all changes within one measure."""
    effects = estimated(table)
    corrected: dict[int, float] = {}
    for kind in dict.fromkeys(effect.series.kind for effect in effects):
        tested = [
            place
            for place, effect in enumerate(effects)
            if effect.series.kind == kind and effect.model is not None
        ]
        ps = benjamini_hochberg([effects[place].model.p for place in tested])
        corrected |= dict(zip(tested, ps, strict=True))
    return [replace(effect, p_corrected=corrected.get(i)) for i, effect in enumerate(effects)]


_EFFECTS = pa.schema(
    [
        *((name, pa.string()) for name in ("change_id", "measure", "method")),
        *((name, pa.float64()) for name in ("effect", "low", "high", "p", "p_corrected")),
        ("placebo_p", pa.float64()),
        ("verdict", pa.string()),
        ("respondents_before", pa.int64()),
        ("respondents_after", pa.int64()),
        ("title", pa.string()),
        ("item", pa.string()),
        ("started_on", pa.date32()),
        ("not_told_apart_from", pa.string()),
        ("near", pa.string()),
        ("accounted_for", pa.int64()),
        ("periods", pa.int64()),
        ("rho", pa.float64()),
        ("dispersion", pa.float64()),
        *(
            (name, pa.float64())
            for name in ("answers_ratio", "answers_ratio_low", "answers_ratio_high")
        ),
        ("fewest", pa.int64()),
    ]
)


def change_effects(table: pa.Table) -> pa.Table:
    """Rows of change_series() become one row a change and measure: its effect and verdict."""
    return pa.Table.from_pylist([_effect_row(effect) for effect in effects_of(table)], _EFFECTS)


def _effect_row(effect: Effect) -> dict[str, Any]:
    series, model = effect.series, effect.model
    row = {
        "change_id": series.change_id,
        "measure": series.measure,
        "method": effect.method,
        "verdict": effect.verdict,
        "respondents_before": series.people(series.before),
        "respondents_after": series.people(series.after),
        "title": series.title,
        "item": series.item,
        "started_on": series.started_on,
        "not_told_apart_from": ", ".join(other.change_id for other in effect.near) or None,
        "near": "; ".join(other.title or other.change_id for other in effect.near) or None,
        "fewest": series.fewest,
        "accounted_for": 0,
        "periods": 0,
    }
    if model is None:
        return row
    step, low, high = model.effect
    answers = effect.answers_ratio or (None, None, None)
    return row | {
        **dict(
            zip(("answers_ratio", "answers_ratio_low", "answers_ratio_high"), answers, strict=True)
        ),
        "effect": step,
        "low": low,
        "high": high,
        "p": model.p,
        "p_corrected": effect.p_corrected,
        "placebo_p": effect.placebo_p,
        "accounted_for": model.others,
        "periods": int(model.rows.sum()),
        "rho": model.fit.rho,
        "dispersion": model.fit.dispersion,
    }
