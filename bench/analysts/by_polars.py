"""polars on columns held in memory, the ratings joined with their answers beforehand."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import polars as pl

from bench.analysts import WINDOW, Asked, Rows
from bench.analysts.columns import (
    answers_columns,
    changes_rows,
    dimensions_of,
    ratings_columns,
)

SCORE = pl.col("recommend_score")
RESPONDENTS, PROMOTERS, PASSIVES, DETRACTORS = (
    SCORE.count(),
    (SCORE >= 9).sum(),
    SCORE.is_between(7, 8).sum(),
    (SCORE <= 6).sum(),
)


class ByPolars:
    """Lazy frames over columns in memory; months are a column already."""

    name = "polars"

    def __init__(self, folder: Path):
        self.answers = pl.from_arrow(answers_columns(folder))
        self.ratings = pl.from_arrow(ratings_columns(folder))
        self.changes = pl.from_arrow(changes_rows(folder))
        self.dimensions = sorted(dimensions_of(folder))
        self.selects: dict[str, Callable[[Asked], pl.LazyFrame]] = {
            "answers": self.answers_given,
            "baseline": self.baseline,
            "change_timeline": self.change_timeline,
            "item_over_time": self.item_over_time,
            "needs_over_time": self.needs_over_time,
            "nps_change": self.nps_change,
            "nps_rolling": self.nps_rolling,
            "nps_trend": self.nps_trend,
            "opportunities": self.opportunities,
            "segment_scan": self.segment_scan,
            "want_vs_delivered": self.want_vs_delivered,
            "what_moved_nps": self.nps_change,
            "within_or_mix": self.within_or_mix,
        }

    def count(self, question: str, asked: Asked) -> Rows | None:
        select = self.selects.get(question)
        return select(asked).collect().to_dicts() if select else None

    def answers_given(self, asked: Asked) -> pl.LazyFrame:
        day = pl.col("responded_on")
        return (
            _chosen(self.answers, asked)
            .group_by(_value(asked))
            .agg(answers=pl.len(), respondents=RESPONDENTS, first_day=day.min(), last_day=day.max())
        )

    def nps_trend(self, asked: Asked) -> pl.LazyFrame:
        return (
            _chosen(self.answers, asked)
            .group_by(pl.col("month").alias("period"), _value(asked))
            .agg(
                respondents=RESPONDENTS,
                promoters=PROMOTERS,
                passives=PASSIVES,
                detractors=DETRACTORS,
            )
        )

    def nps_rolling(self, asked: Asked) -> pl.LazyFrame:
        counts = pl.col("respondents", "promoters", "detractors")
        rolling = (
            self.nps_trend(asked.with_window(WINDOW))
            .sort("value", "period")
            .select(
                "period",
                "value",
                counts.rolling_sum(WINDOW).over("value"),
            )
        )
        first_month = asked.period.start.replace(day=1)
        return rolling.drop_nulls("respondents").filter(pl.col("period") >= first_month)

    def nps_change(self, asked: Asked) -> pl.LazyFrame:
        return self._in_both_periods(asked, _value(asked))

    def within_or_mix(self, asked: Asked) -> pl.LazyFrame:
        return pl.concat(
            self._in_both_periods(asked, pl.lit(one).alias("dimension"), _text(one, "value"))
            for one in self.dimensions
        )

    def segment_scan(self, asked: Asked) -> pl.LazyFrame:
        pairs = [
            self._in_both_periods(
                asked,
                pl.lit(first).alias("dimension"),
                _text(first, "value"),
                pl.lit(second).alias("second_dimension"),
                _text(second, "second_value"),
            )
            for first, second in combinations(self.dimensions, 2)
        ]
        return pl.concat([self.within_or_mix(asked), *pairs], how="diagonal")

    def _in_both_periods(self, asked: Asked, *by: pl.Expr) -> pl.LazyFrame:
        day = pl.col("responded_on")
        is_now, is_versus = day.is_between(*asked.period), day.is_between(*asked.versus)
        in_either = _of_values(self.answers.lazy().filter(is_now | is_versus), asked)
        counts = {"respondents": SCORE.is_not_null(), "promoters": SCORE >= 9}
        counts["detractors"] = SCORE <= 6
        return in_either.group_by(*by).agg(
            **{name: (is_now & of).sum() for name, of in counts.items()},
            **{f"versus_{name}": (is_versus & of).sum() for name, of in counts.items()},
        )

    def baseline(self, asked: Asked) -> pl.LazyFrame:
        day, counts = pl.col("responded_on"), {"respondents": RESPONDENTS}
        counts |= {"promoters": PROMOTERS, "detractors": DETRACTORS}
        answers = _of_values(self.answers.lazy(), asked)
        first = (
            answers.filter(day.is_between(*asked.baseline))
            .group_by(_value(asked))
            .agg(**{f"baseline_{name}": count for name, count in counts.items()})
        )
        return (
            answers.filter(day.is_between(*asked.period), day >= asked.baseline.start)
            .group_by(pl.col("month").dt.truncate("1y").alias("year"), _value(asked))
            .agg(**counts)
            .join(first, on="value", how="left", nulls_equal=True)
        )

    def opportunities(self, asked: Asked) -> pl.LazyFrame:
        wanted, delivered = pl.col("wanted_top"), pl.col("delivered_top")
        return (
            _chosen(self.ratings, asked)
            .group_by("item", _value(asked))
            .agg(
                respondents_wanted=wanted.count(),
                respondents_delivered=delivered.count(),
                both_n=(wanted + delivered).count(),
                wanted_top_n=(wanted == 1).sum(),
                delivered_top_n=(delivered == 1).sum(),
                wanted_top_only=((wanted == 1) & (delivered == 0)).sum(),
            )
        )

    def needs_over_time(self, asked: Asked) -> pl.LazyFrame:
        wanted = pl.col("wanted")
        return (
            _chosen(self.ratings, asked)
            .group_by("item", pl.col("month").dt.year().cast(pl.String).alias("wave"))
            .agg(wanted=wanted.mean(), wanted_variance=wanted.var(), respondents=wanted.count())
        )

    def want_vs_delivered(self, asked: Asked) -> pl.LazyFrame:
        wanted, delivered, gap = pl.col("wanted"), pl.col("delivered"), pl.col("gap")
        return (
            _chosen(self.ratings, asked)
            .group_by("item", _value(asked))
            .agg(
                kind=pl.col("kind").min(),
                wanted=wanted.mean(),
                delivered=delivered.mean(),
                wanted_top=100 * pl.col("wanted_top").mean(),
                delivered_top=100 * pl.col("delivered_top").mean(),
                gap=gap.mean(),
                gap_variance=gap.var(),
                respondents_wanted=wanted.count(),
                respondents_delivered=delivered.count(),
                respondents=gap.count(),
            )
        )

    def item_over_time(self, asked: Asked) -> pl.LazyFrame:
        wanted, delivered = pl.col("wanted"), pl.col("delivered")
        return (
            _chosen(self.ratings, asked)
            .group_by("item", _value(asked), pl.col("month").alias("period"))
            .agg(
                wanted=wanted.mean(),
                delivered=delivered.mean(),
                wanted_variance=wanted.var(),
                delivered_variance=delivered.var(),
                respondents_wanted=wanted.count(),
                respondents_delivered=delivered.count(),
            )
        )

    def change_timeline(self, asked: Asked) -> pl.LazyFrame:
        start, end = asked.period
        last_day = pl.coalesce("ended_on", "started_on")
        return self.changes.lazy().filter((pl.col("started_on") <= end) & (last_day >= start))


def _chosen(rows: pl.DataFrame, asked: Asked) -> pl.LazyFrame:
    return _of_values(rows.lazy().filter(pl.col("responded_on").is_between(*asked.period)), asked)


def _of_values(rows: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    for dimension, values in asked.where:
        rows = rows.filter(pl.col(dimension).is_in(values))
    return rows


def _text(dimension: str, name: str) -> pl.Expr:
    """A dimension's values as text, so that several dimensions fit into one column."""
    return pl.col(dimension).cast(pl.String).alias(name)


def _value(asked: Asked) -> pl.Expr:
    return (pl.col(asked.by) if asked.by else pl.lit(None, pl.String)).alias("value")
