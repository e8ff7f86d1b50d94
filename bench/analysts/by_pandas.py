"""pandas on columns held in memory, the ratings joined with their answers beforehand."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.typing import DataFrameGroupBy

from bench.analysts import WINDOW, Asked, Rows
from bench.analysts.columns import (
    answers_columns,
    changes_rows,
    dimensions_of,
    ratings_columns,
)
from insight.coverage import Span

SIDES = ("wanted", "delivered")


class ByPandas:
    """Frames of category, date and float columns; months are a category already."""

    name = "pandas"

    def __init__(self, folder: Path):
        self.answers = _frame(answers_columns(folder))
        self.ratings = _frame(ratings_columns(folder))
        self.changes = changes_rows(folder).to_pandas()
        self.dimensions = sorted(dimensions_of(folder))
        self.selects: dict[str, Callable[[Asked], pd.DataFrame]] = {
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
        return select(asked).to_dict("records") if select else None

    def answers_given(self, asked: Asked) -> pd.DataFrame:
        columns = ["responded_on", "recommend_score"]
        given = _chosen(self.answers, asked, columns)
        counts = _grouped(given, [], asked.by).agg(
            answers=("responded_on", "size"),
            respondents=("recommend_score", "count"),
            first_day=("responded_on", "min"),
            last_day=("responded_on", "max"),
        )
        return _with_value(counts, asked)

    def nps_trend(self, asked: Asked) -> pd.DataFrame:
        scored = _chosen(self.answers, asked, ["month", "recommend_score"])
        counts = _by_group_of_score(_grouped(scored, ["month", "recommend_score"], asked.by).size())
        return _with_value(counts, asked).rename(columns={"month": "period"})

    def nps_rolling(self, asked: Asked) -> pd.DataFrame:
        monthly = self.nps_trend(asked.with_window(WINDOW)).sort_values("period")
        first_month = pd.Timestamp(asked.period.start.replace(day=1))
        windows = monthly.groupby("value", dropna=False)[
            ["respondents", "promoters", "detractors"]
        ].transform(lambda counts: counts.rolling(WINDOW).sum())
        is_shown = monthly["period"].astype("datetime64[s]") >= first_month
        rolling = monthly.loc[is_shown, ["period", "value"]].join(windows.dropna(), how="inner")
        return rolling.astype(dict.fromkeys(windows.columns, "int64"))

    def nps_change(self, asked: Asked) -> pd.DataFrame:
        return _with_value(self._in_both_periods(asked, [asked.by] if asked.by else []), asked)

    def within_or_mix(self, asked: Asked) -> pd.DataFrame:
        return pd.concat(
            self._in_both_periods(asked, [dimension])
            .reset_index()
            .rename(columns={dimension: "value"})
            .assign(dimension=dimension)
            for dimension in self.dimensions
        )

    def segment_scan(self, asked: Asked) -> pd.DataFrame:
        ones = self.within_or_mix(asked).assign(second_dimension=None, second_value=None)
        pairs = [
            self._in_both_periods(asked, [first, second])
            .reset_index()
            .rename(columns={first: "value", second: "second_value"})
            .assign(dimension=first, second_dimension=second)
            for first, second in combinations(self.dimensions, 2)
        ]
        return pd.concat([ones, *pairs]).astype(object)

    def _in_both_periods(self, asked: Asked, by: list[str]) -> pd.DataFrame:
        counted, asked = [], replace(asked, by=None)
        for span in (asked.period, asked.versus):
            scored = _chosen(self.answers, asked, [*by, "recommend_score"], span)
            counted.append(_by_group_of_score(_grouped(scored, [*by, "recommend_score"]).size()))
        both = counted[0].join(counted[1].add_prefix("versus_"), how="outer").fillna(0)
        return both.astype("int64")

    def baseline(self, asked: Asked) -> pd.DataFrame:
        columns = ["month", "recommend_score"]
        period = Span(max(asked.period.start, asked.baseline.start), asked.period.end)
        scored = _chosen(self.answers, asked, columns, period)
        scored["year"] = scored.pop("month").astype("datetime64[s]").dt.to_period("Y").dt.start_time
        years = _by_group_of_score(
            _grouped(scored, ["year", "recommend_score"], asked.by).size()
        ).reset_index()
        of_first = _chosen(self.answers, asked, ["recommend_score"], asked.baseline)
        first = _by_group_of_score(_grouped(of_first, ["recommend_score"], asked.by).size())
        first = first.add_prefix("baseline_")
        if asked.by:
            both = years.merge(first, left_on=asked.by, right_index=True)
            return both.rename(columns={asked.by: "value"}).astype({"value": object})
        return years.merge(first, how="cross").assign(value=None)

    def want_vs_delivered(self, asked: Asked) -> pd.DataFrame:
        columns = ["item", "kind", *SIDES, "wanted_top", "delivered_top", "gap"]
        grouped = _grouped(_chosen(self.ratings, asked, columns), ["item", "kind"], asked.by)
        sums = grouped.agg(
            wanted=("wanted", "mean"),
            delivered=("delivered", "mean"),
            wanted_top=("wanted_top", "mean"),
            delivered_top=("delivered_top", "mean"),
            gap=("gap", "mean"),
            gap_variance=("gap", "var"),
            respondents_wanted=("wanted", "count"),
            respondents_delivered=("delivered", "count"),
            respondents=("gap", "count"),
        )
        tops = ["wanted_top", "delivered_top"]
        sums[tops] = 100 * sums[tops]
        return _with_value(sums, asked)

    def item_over_time(self, asked: Asked) -> pd.DataFrame:
        rated = _chosen(self.ratings, asked, ["item", "month", *SIDES])
        sums = _grouped(rated, ["item", "month"], asked.by).agg(
            wanted=("wanted", "mean"),
            delivered=("delivered", "mean"),
            wanted_variance=("wanted", "var"),
            delivered_variance=("delivered", "var"),
            respondents_wanted=("wanted", "count"),
            respondents_delivered=("delivered", "count"),
        )
        return _with_value(sums, asked).rename(columns={"month": "period"})

    def opportunities(self, asked: Asked) -> pd.DataFrame:
        tops = ["wanted_top", "delivered_top"]
        rated = _chosen(self.ratings, asked, ["item", *tops])
        rated["both"] = rated[tops[0]] + rated[tops[1]]
        rated["wanted_top_only"] = rated[tops[0]] * (1 - rated[tops[1]])
        sums = _grouped(rated, ["item"], asked.by).agg(
            respondents_wanted=("wanted_top", "count"),
            respondents_delivered=("delivered_top", "count"),
            both_n=("both", "count"),
            wanted_top_n=("wanted_top", "sum"),
            delivered_top_n=("delivered_top", "sum"),
            wanted_top_only=("wanted_top_only", "sum"),
        )
        return _with_value(sums.astype("int64"), asked)

    def needs_over_time(self, asked: Asked) -> pd.DataFrame:
        rated = _chosen(self.ratings, asked, ["item", "responded_on", "wanted"])
        rated["wave"] = rated.pop("responded_on").dt.year.astype(str)
        return (
            _grouped(rated, ["item", "wave"])["wanted"]
            .agg(wanted="mean", wanted_variance="var", respondents="count")
            .reset_index()
        )

    def change_timeline(self, asked: Asked) -> pd.DataFrame:
        last_day = self.changes["ended_on"].fillna(self.changes["started_on"])
        start, end = asked.period
        shown = (self.changes["started_on"] <= end) & (last_day >= start)
        return self.changes[shown].astype(object).where(lambda rows: rows.notna(), None)


def _frame(columns: pa.Table) -> pd.DataFrame:
    frame = columns.to_pandas(date_as_object=False)
    frame["month"] = frame["month"].astype("category")
    return frame


def _chosen(
    frame: pd.DataFrame, asked: Asked, columns: list[str], span: Span | None = None
) -> pd.DataFrame:
    start, end = map(pd.Timestamp, span or asked.period)
    chosen = frame["responded_on"].between(start, end)
    for dimension, values in asked.where:
        chosen &= frame[dimension].isin(values)
    by = [asked.by] if asked.by else []
    return frame.loc[chosen, [*columns, *by]]


def _grouped(frame: pd.DataFrame, keys: list[str], by: str | None = None) -> DataFrameGroupBy:
    keys = [*([by] if by else []), *keys]
    if not keys:
        return frame.groupby(np.zeros(len(frame), dtype=np.int8))
    return frame.groupby(keys, observed=True)


def _by_group_of_score(sizes: pd.Series) -> pd.DataFrame:
    """Counts by score, the last level, as counts of respondents, promoters and so on."""
    wide = (
        sizes.unstack("recommend_score", fill_value=0)
        if sizes.index.nlevels > 1
        else (sizes.to_frame().T.reset_index(drop=True))
    )
    scores = wide.columns.astype(int)
    return pd.DataFrame(
        {
            "respondents": wide.sum(axis=1),
            "promoters": wide.loc[:, scores >= 9].sum(axis=1),
            "passives": wide.loc[:, (scores >= 7) & (scores <= 8)].sum(axis=1),
            "detractors": wide.loc[:, scores <= 6].sum(axis=1),
        }
    )


def _with_value(frame: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    frame = frame.reset_index()
    if asked.by:
        return frame.rename(columns={asked.by: "value"}).astype({"value": object})
    return frame.assign(value=None)
