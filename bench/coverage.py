"""Whether intervals and marks keep their promise: answers drawn from a known truth.

Counts are drawn and go through the steps of the questions; who answers several times is counted by
the rollup that publishing runs. `python -m bench --only coverage` runs many; a test runs a few.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from bench.answers import Size
from bench.coverage_of_shifts import COMPANIES, share_alarmed, share_found
from bench.results import Measured
from insight.publish import ROLLUPS
from insight.stats.nps_with_interval import nps_with_interval
from insight.stats.period_changes import period_changes
from insight.words import add_months

PART = "coverage"
SURVEYS, SERIES = 40_000, 4_000
MOST_MISSED = 7.0
"""Percent of intervals of 95 % that may miss the truth."""

MOST_ALARMS = 5.0 + 2.33 * (5 * 95 / SERIES) ** 0.5
"""Percent of series of noise that may carry a mark: 5, and what so many series are off by chance
in one run of a hundred."""

CHANCES = (0.5, 0.3, 0.2)
"""Of a promoter, a passive and a detractor."""
TRUTH = 30.0

_DAY = date(2026, 1, 1)


def surveys(
    random: np.random.Generator, number: int, answers: int, chances: tuple[float, ...] = CHANCES
) -> pa.Table:
    """NPS with its interval of so many surveys of as many different people."""
    counts = random.multinomial(answers, chances, number)
    names = pa.array([f"{index}" for index in range(number)])
    return _rows(counts, np.ones(number)).append_column("value", names)


def share_covered(table: pa.Table, truth: float = TRUTH) -> float:
    """The share of intervals that hold the true NPS, points."""
    low, high = table["nps_low"].to_numpy(), table["nps_high"].to_numpy()
    return float(((low <= truth) & (truth <= high)).mean())


def _rows(counts: np.ndarray, design_effects: np.ndarray) -> pa.Table:
    """Counts (promoters, passives, detractors) as nps_trend's statement leaves them, and NPS."""
    promoters, passives, detractors = counts.T
    slices = {
        "period": pa.array([_DAY] * len(counts)),
        "respondents": counts.sum(axis=1),
        "promoters": promoters,
        "passives": passives,
        "detractors": detractors,
        "design_effect": design_effects,
        "weighted": [False] * len(counts),
    }
    return nps_with_interval(pa.table(slices))


def surveys_answered_again(
    random: np.random.Generator, number: int, customers: int, times: int, alike: float
) -> pa.Table:
    """The same where each customer answers so many times a year, and the share `alike` of answers
    is the one he always gives. Every survey is a value of a dimension, so one run counts them all.
    """
    usual = random.choice([9, 7, 0], (number, customers, 1), p=CHANCES)
    fresh = random.choice([9, 7, 0], (number, customers, times), p=CHANCES)
    scores = np.where(random.random(fresh.shape) < alike, usual, fresh)
    survey, customer, _ = (index.ravel() for index in np.indices(scores.shape))
    answers = pa.table(
        {
            "customer_id": pa.array(survey * customers + customer).cast(pa.string()),
            "cell_id": pa.array(survey, pa.int32()),
            "recommend_score": pa.array(scores.ravel(), pa.int32()),
        }
    )
    counted = _counted(answers)
    votes = ("promoters", "passives", "detractors")
    return _rows(np.column_stack([counted[who] for who in votes]), counted["design_effect"])


def _counted(answers: pa.Table) -> dict[str, np.ndarray]:
    """Counts and design effect of each survey's year, by the rollups themselves."""
    connection = duckdb.connect(":memory:")
    connection.register("answers", answers)
    connection.execute(
        f"create table survey_responses as select *, date '{_DAY}' as responded_on, 1e0 as weight "
        "from answers"
    )
    connection.execute("create table fiscal_calendar as select 1::INTEGER as fiscal_year_starts")
    connection.execute(
        "create table cell_values as select distinct cell_id, 'survey' as dimension, "
        "cell_id::VARCHAR as value from answers"
    )
    for name in ("nps_daily", "nps_monthly", "nps_repeats"):
        sql = (ROLLUPS / f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(f"create table {name} as {sql}")
    return connection.execute(
        "select promoters, answers - promoters - detractors as passives, detractors, design_effect "
        "from nps_repeats where unit = 'year' and dimension is not null"
    ).fetchnumpy()


def is_marked(counts: np.ndarray) -> bool:
    """Whether any month of a series carries a mark, as the chart draws it, of either family."""
    series = _rows(counts, np.ones(len(counts)))
    months = pa.array([add_months(_DAY, index) for index in range(len(counts))])
    series = series.set_column(series.schema.get_field_index("period"), "period", months)
    for name, value in (("value", "all"), ("complete", True), ("months", 1)):
        series = series.append_column(name, pa.array([value] * len(counts)))
    return any(
        row[f"{family}p_corrected"] is not None
        and row[f"{family}p_corrected"] <= 0.05
        and row[f"{family}change"] * (row[f"{family}change_low"] + row[f"{family}change_high"]) > 0
        for row in period_changes(series).to_pylist()
        for family in ("", "year_")
    )


def share_marked(
    random: np.random.Generator, number: int, months: int, answers: int, rise: float = 0.0
) -> float:
    """The share of series that carry a mark, of sampling noise and, in their middle, a rise.

    `rise` is the share of detractors that become promoters from then on.
    """
    promoters, passives, detractors = CHANCES
    risen = (promoters + rise, passives, detractors - rise)
    marked = 0
    for _ in range(number):
        before = random.multinomial(answers, CHANCES, months // 2)
        after = random.multinomial(answers, risen, months - months // 2)
        marked += is_marked(np.concatenate([before, after]))
    return marked / number


def measure(_folder: Path, _size: Size) -> Iterator[Measured]:
    """Percent of intervals that miss the truth beside the 5 promised, and of false alarms."""
    random = np.random.default_rng(1)
    for answers in (100, 300, 1000):
        missed = 100 * (1 - share_covered(surveys(random, SURVEYS, answers)))
        yield _percent(f"intervals of {answers} answers that miss", missed, MOST_MISSED)
    for customers in (34, 100, 300):
        table = surveys_answered_again(random, SURVEYS // 10, customers, 3, 0.7)
        missed = 100 * (1 - share_covered(table))
        yield _percent(f"the same, {customers} customers three times", missed, MOST_MISSED)
    for months, answers in ((24, 100), (36, 300), (84, 1000)):
        alarms = 100 * share_marked(random, SERIES, months, answers)
        yield _percent(f"false alarms, {months} months of {answers}", alarms, MOST_ALARMS)
    for months, answers in ((24, 10), (48, 40)):
        alarms = 100 * share_alarmed(random, COMPANIES, months, answers)
        what = f"companies with a false shift, {months} months of {answers} or more"
        yield _percent(what, alarms, 5.0)
    found, held = share_found(random, COMPANIES, 48, 40, 8.0)
    not_found = (100 * (1 - found),)
    what = "shifts of 8 % of maximum not found"
    yield Measured(PART, what, "10 % promised", not_found, (10.0,), "%", at_most=1.0)
    yield _percent("the same, found on other days", 100 * (1 - held), MOST_MISSED)


def _percent(what: str, ours: float, at_most: float) -> Measured:
    return Measured(PART, what, "5 % promised", (ours,), (5.0,), "%", at_most=at_most / 5)
