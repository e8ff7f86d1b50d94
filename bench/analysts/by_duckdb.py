"""DuckDB directly on the exported Parquet files: one select a question, nothing prepared."""

from pathlib import Path

import duckdb

from bench.analysts import WINDOW, Asked, Rows
from insight.tables import export_path
from insight.warehouse import literal

NPS_TREND = """
select
    date_trunc('month', responded_on)::DATE as period,
    {value} as value,
    count(recommend_score) as respondents,
    count(*) filter (where recommend_score >= 9) as promoters,
    count(*) filter (where recommend_score in (7, 8)) as passives,
    count(*) filter (where recommend_score <= 6) as detractors
from survey_responses
where responded_on between $start and $end {chosen}
group by 1, 2
"""
NPS_ROLLING = f"""
with monthly as ({NPS_TREND.replace("$start", "$window_start")}),
windows as (
    select
        period,
        value,
        sum(respondents) over rolling::BIGINT as respondents,
        sum(promoters) over rolling::BIGINT as promoters,
        sum(detractors) over rolling::BIGINT as detractors,
        min(period) over (partition by value) as first_month
    from monthly
    window rolling as (
        partition by value order by period
        range between interval {WINDOW - 1} months preceding and current row
    )
)
select period, value, respondents, promoters, detractors from windows
where period >= greatest(first_month + interval {WINDOW - 1} months, date_trunc('month', $start))
"""
NPS_CHANGE = """
select
    {value} as value,
    count(recommend_score) filter (where is_now) as respondents,
    count(*) filter (where is_now and recommend_score >= 9) as promoters,
    count(*) filter (where is_now and recommend_score <= 6) as detractors,
    count(recommend_score) filter (where not is_now) as versus_respondents,
    count(*) filter (where not is_now and recommend_score >= 9) as versus_promoters,
    count(*) filter (where not is_now and recommend_score <= 6) as versus_detractors
from (select *, responded_on between $start and $end as is_now from survey_responses)
where (is_now or responded_on between $versus_start and $versus_end) {chosen}
group by 1
"""
ANSWERS = """
select {value} as value, count(*) as answers, count(recommend_score) as respondents,
    min(responded_on) as first_day, max(responded_on) as last_day
from survey_responses
where responded_on between $start and $end {chosen}
group by 1
"""
RATED = """
select
    item,
    kind,
    date_trunc('month', responded_on)::DATE as period,
    {value} as value,
    1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as wanted,
    1e2 * (delivered - delivered_low) / (delivered_high - delivered_low) as delivered,
    (wanted >= wanted_high - 1)::INTEGER as wanted_top,
    (delivered >= delivered_high - 1)::INTEGER as delivered_top
from ratings inner join survey_responses using (response_id)
where responded_on between $start and $end {chosen}
"""
WANT_VS_DELIVERED = f"""
select
    item,
    value,
    min(kind) as kind,
    avg(wanted) as wanted,
    avg(delivered) as delivered,
    1e2 * avg(wanted_top) as wanted_top,
    1e2 * avg(delivered_top) as delivered_top,
    avg(delivered - wanted) as gap,
    var_samp(delivered - wanted) as gap_variance,
    count(wanted) as respondents_wanted,
    count(delivered) as respondents_delivered,
    count(delivered - wanted) as respondents
from ({RATED})
group by 1, 2
"""
ITEM_OVER_TIME = f"""
select
    item,
    period,
    avg(wanted) as wanted,
    avg(delivered) as delivered,
    var_samp(wanted) as wanted_variance,
    var_samp(delivered) as delivered_variance,
    count(wanted) as respondents_wanted,
    count(delivered) as respondents_delivered
from ({RATED})
group by 1, 2
"""
CHANGE_TIMELINE = """
select change_id, lane, kind, title, item, started_on, ended_on from changes
where started_on <= $end and coalesce(ended_on, started_on) >= $start
"""
SELECTS = {
    "answers": ANSWERS,
    "change_timeline": CHANGE_TIMELINE,
    "item_over_time": ITEM_OVER_TIME,
    "nps_change": NPS_CHANGE,
    "nps_rolling": NPS_ROLLING,
    "nps_trend": NPS_TREND,
    "want_vs_delivered": WANT_VS_DELIVERED,
}


class ByDuckDB:
    """DuckDB with its own defaults, reading the Parquet files at every question."""

    name = "DuckDB"

    def __init__(self, folder: Path):
        self.connection = duckdb.connect(":memory:")
        for table in ("survey_responses", "ratings", "changes"):
            path = literal(str(export_path(folder, table)))
            self.connection.execute(f"create view {table} as select * from read_parquet({path})")

    def count(self, question: str, asked: Asked) -> Rows | None:
        if question not in SELECTS:
            return None
        chosen = "".join(
            f" and {dimension} in ({', '.join(map(literal, values))})"
            for dimension, values in asked.where
        )
        sql = SELECTS[question].format(value=asked.by or "null", chosen=chosen)
        days = {
            "start": asked.period.start,
            "window_start": asked.with_window(WINDOW).period.start,
            "end": asked.period.end,
            "versus_start": asked.versus.start,
            "versus_end": asked.versus.end,
        }
        named = {name: day for name, day in days.items() if f"${name}" in sql}
        return self.connection.execute(sql, named).to_arrow_table().to_pylist()
