"""What DuckDB is asked of the exported files: one select a question, counts and sums only.

`{value}` is the breakdown, `{chosen}` the filter; days are named as in `queries/`.
"""

from itertools import combinations

from bench.analysts import WINDOW

COUNTS = """
    count(recommend_score) as respondents,
    count(*) filter (where recommend_score >= 9) as promoters,
    count(*) filter (where recommend_score in (7, 8)) as passives,
    count(*) filter (where recommend_score <= 6) as detractors
"""
ANSWERS = """
select {value} as value, count(*) as answers, count(recommend_score) as respondents,
    min(responded_on) as first_day, max(responded_on) as last_day
from survey_responses
where responded_on between $start and $end {chosen}
group by 1
"""
NPS_TREND = f"""
select date_trunc('month', responded_on)::DATE as period, {{value}} as value, {COUNTS}
from survey_responses
where responded_on between $start and $end {{chosen}}
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
TWO_PERIODS = """
    count(recommend_score) filter (where is_now) as respondents,
    count(*) filter (where is_now and recommend_score >= 9) as promoters,
    count(*) filter (where is_now and recommend_score <= 6) as detractors,
    count(recommend_score) filter (where not is_now) as versus_respondents,
    count(*) filter (where not is_now and recommend_score >= 9) as versus_promoters,
    count(*) filter (where not is_now and recommend_score <= 6) as versus_detractors
from (select *, responded_on between $start and $end as is_now from survey_responses)
where (is_now or responded_on between $versus_start and $versus_end) {chosen}
"""
NPS_CHANGE = f"select {{value}} as value, {TWO_PERIODS} group by 1"
BASELINE = f"""
select
    years.*,
    first.respondents as baseline_respondents,
    first.promoters as baseline_promoters,
    first.detractors as baseline_detractors
from (
    select date_trunc('year', responded_on)::DATE as year, {{value}} as value, {COUNTS}
    from survey_responses
    where responded_on between greatest($start, $baseline_start) and $end {{chosen}}
    group by 1, 2
) as years
left join (
    select {{value}} as value, {COUNTS}
    from survey_responses
    where responded_on between $baseline_start and $baseline_end {{chosen}}
    group by 1
) as first on years.value is not distinct from first.value
"""
BASELINE_BAND = f"""
select $baseline_start::DATE as year, {COUNTS}
from survey_responses
where responded_on between $baseline_start and $baseline_end {{chosen}}
having count(recommend_score) > 0
"""
NPS_BY_ANSWER = f"""
select
    case when nth >= 3 then '3rd or later' when nth = 2 then '2nd' when nth = 1 then '1st' end
        as nth,
    {COUNTS}
from (
    select * exclude (customer_id),
        case when customer_id is not null
            then row_number() over (partition by customer_id order by responded_on) end as nth
    from survey_responses
    where recommend_score is not null
)
where responded_on between $start and $end {{chosen}}
group by 1
"""
NPS_SINCE_FIRST_USE = f"""
select channel,
    case when days < 0 then 'before first use'
        when responded_on < first_on + interval 3 months then 'first 3 months'
        when responded_on < first_on + interval 6 months then '3 to 6 months'
        when responded_on < first_on + interval 12 months then '6 to 12 months'
        else 'over a year' end as months_since,
    {COUNTS}
from (
    select answers.* exclude (channel), uses.channel, first_on, responded_on - first_on as days
    from survey_responses as answers
    inner join (
        select customer_id, channel, min(responded_on) as first_on
        from survey_responses
        where channel is not null
        group by 1, 2
    ) as uses using (customer_id)
    where recommend_score is not null and responded_on != first_on
)
where responded_on between $start and $end {{chosen}}
group by 1, 2
"""
FOLLOWED = """
    select *,
        lead(period) over years = period + interval 1 year as is_followed,
        lead(vote) over years as next_vote,
        lead(is_chosen) over years as next_is_chosen
    from (
        select customer_id, date_trunc('year', responded_on)::DATE as period,
            max_by((recommend_score >= 9)::INTEGER - (recommend_score <= 6)::INTEGER, responded_on)
                as vote,
            max_by(true {chosen}, responded_on) as is_chosen
        from survey_responses
        where customer_id is not null and recommend_score is not null and responded_on <= $end
        group by 1, 2
    )
    window years as (partition by customer_id order by period)
"""
SAME_PEOPLE = f"""
select (period + interval 1 year)::DATE as period, count(*) as customers,
    sum(vote)::BIGINT as before_sum, sum(next_vote)::BIGINT as after_sum,
    sum((next_vote - vote) ** 2)::BIGINT as squares
from ({FOLLOWED})
where is_followed and next_is_chosen and period + interval 2 years > $start
group by 1
"""
SCORE_FLOWS = f"""
select (period + interval 1 year)::DATE as period,
    ['detractor', 'passive', 'promoter'][vote + 2] as before,
    case when is_followed then ['detractor', 'passive', 'promoter'][next_vote + 2]
        else 'no answer' end as after,
    count(*) as customers
from ({FOLLOWED})
where case when is_followed then next_is_chosen
        else is_chosen and period + interval 2 years <= $end + interval 1 day end
    and period + interval 2 years > $start
group by 1, 2, 3
"""
RATED_EVER = """
select
    item,
    kind,
    date_trunc('month', responded_on)::DATE as period,
    {value} as value,
    recommend_score,
    1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as wanted,
    1e2 * (delivered - delivered_low) / (delivered_high - delivered_low) as delivered,
    (wanted >= wanted_high - 1)::INTEGER as wanted_top,
    (delivered >= delivered_high - 1)::INTEGER as delivered_top
from ratings inner join survey_responses using (response_id)
where true {chosen}
"""
RATED = f"{RATED_EVER} and responded_on between $start and $end"
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
    value,
    period,
    avg(wanted) as wanted,
    avg(delivered) as delivered,
    var_samp(wanted) as wanted_variance,
    var_samp(delivered) as delivered_variance,
    count(wanted) as respondents_wanted,
    count(delivered) as respondents_delivered
from ({RATED})
group by 1, 2, 3
"""
GAP_OVER_TIME = f"""
select item, period, avg(delivered - wanted) as gap, var_samp(delivered - wanted) as gap_variance,
    count(delivered - wanted) as gap_respondents
from ({RATED})
group by 1, 2
"""
OPPORTUNITIES = f"""
select
    item,
    value,
    count(wanted) as respondents_wanted,
    count(delivered) as respondents_delivered,
    count(wanted + delivered) as both_n,
    sum(wanted_top)::BIGINT as wanted_top_n,
    sum(delivered_top)::BIGINT as delivered_top_n,
    sum(wanted_top * (1 - delivered_top))::BIGINT as wanted_top_only
from ({RATED})
group by 1, 2
"""
DELIVERED_BY_GROUP = f"""
select
    item,
    avg(delivered) filter (where recommend_score >= 9) as delivered_promoters,
    avg(delivered) filter (where recommend_score in (7, 8)) as delivered_passives,
    avg(delivered) filter (where recommend_score <= 6) as delivered_detractors,
    count(delivered) filter (where recommend_score >= 9) as respondents_promoters,
    count(delivered) filter (where recommend_score in (7, 8)) as respondents_passives,
    count(delivered) filter (where recommend_score <= 6) as respondents_detractors
from ({RATED})
group by 1
"""
NEEDS = f"""
select item, year(period)::VARCHAR as wave, avg(wanted) as wanted,
    var_samp(wanted) as wanted_variance, count(wanted) as respondents
from ({RATED})
group by 1, 2
"""
NEEDS_OUTLOOK = f"""
select item, date_trunc('quarter', period)::DATE as quarter,
    max(period) filter (where wanted is not null) as last_asked,
    avg(wanted) as wanted, count(wanted) as respondents
from ({RATED})
group by 1, 2
"""
ITEM_CHANGES = f"""
with monthly as (
    select item, period, count(wanted) as wanted_n, sum(wanted) as wanted_sum,
        sum(wanted * wanted) as wanted_squares, count(delivered) as delivered_n,
        sum(delivered) as delivered_sum, sum(delivered * delivered) as delivered_squares
    from ({RATED_EVER})
    group by 1, 2
),
aimed as (
    select *,
        date_trunc('month', started_on)::DATE as its_month,
        date_trunc('month', started_on + interval 1 month - interval 1 day)::DATE as first_after
    from changes
    where started_on between $start and $end
)
select aimed.item, change_id, period < its_month as is_before, title, lane, started_on, ended_on,
    sum(columns('(wanted|delivered)_.*'))::DOUBLE
from aimed inner join monthly
    on aimed.item = monthly.item
        and period >= its_month - interval {WINDOW} months
        and period < first_after + interval {WINDOW} months
        and (period < its_month or period >= first_after)
group by all
"""
SAY_VS_DO = f"""
select
    coalesce(wants.item, done.item) as item,
    wants.wanted,
    case when wants.item is not null then rank() over (order by wants.wanted desc nulls last) end
        as rank,
    coalesce(changes_completed, 0) as changes_completed,
    coalesce(changes_open, 0) as changes_open,
    coalesce(respondents, 0) as respondents
from (
    select item, avg(wanted) as wanted, count(wanted) as respondents from ({RATED}) group by 1
) as wants
full join (
    select item,
        count(*) filter (where ended_on <= $end) as changes_completed,
        count(*) filter (where ended_on is null or ended_on > $end) as changes_open
    from changes
    where lane = 'ours' and started_on <= $end
        and coalesce(
            ended_on >= $start or $start <= (select min(responded_on) from survey_responses), true
        )
    group by 1
) as done on wants.item = done.item
"""
CHANGE_TIMELINE = """
select change_id, lane, kind, title, item, started_on, ended_on from changes
where started_on <= $end and coalesce(ended_on, started_on) >= $start
"""


def in_both_periods(dimensions: list[str], most: int) -> str:
    """NPS_CHANGE of every combination of up to `most` (one or two) dimensions."""
    sets = [one for size in range(1, most + 1) for one in combinations(sorted(dimensions), size)]
    listed = ", ".join(dimensions)
    names = ("dimension", "value", "second_dimension", "second_value")[: 2 * most]
    columns: dict[str, list[str]] = {name: [] for name in names}
    for one in sets:
        bits = "".join("0" if dimension in one else "1" for dimension in dimensions)
        for place, dimension in enumerate(one):
            columns[names[2 * place]].append(f"when {int(bits, 2)} then '{dimension}'")
            columns[names[2 * place + 1]].append(f"when {int(bits, 2)} then {dimension}")
    keys = ", ".join(
        f"case grouping({listed}) {' '.join(cases)} end as {name}"
        for name, cases in columns.items()
    )
    grouped = ", ".join(f"({', '.join(one)})" for one in sets)
    return f"select {keys}, {TWO_PERIODS} group by grouping sets ({grouped})"


SELECTS = {
    "answers": ANSWERS,
    "baseline": BASELINE,
    "baseline_band": BASELINE_BAND,
    "change_timeline": CHANGE_TIMELINE,
    "delivered_by_group": DELIVERED_BY_GROUP,
    "gap_over_time": GAP_OVER_TIME,
    "item_changes": ITEM_CHANGES,
    "item_over_time": ITEM_OVER_TIME,
    "needs_changed": NEEDS,
    "needs_moved": NEEDS,
    "needs_outlook": NEEDS_OUTLOOK,
    "needs_over_time": NEEDS,
    "nps_by_answer": NPS_BY_ANSWER,
    "nps_change": NPS_CHANGE,
    "nps_rolling": NPS_ROLLING,
    "nps_since_first_use": NPS_SINCE_FIRST_USE,
    "nps_trend": NPS_TREND,
    "opportunities": OPPORTUNITIES,
    "same_people": SAME_PEOPLE,
    "say_vs_do": SAY_VS_DO,
    "score_flows": SCORE_FLOWS,
    "want_vs_delivered": WANT_VS_DELIVERED,
    "what_moved_nps": NPS_CHANGE,
}
"""By question; those of every dimension are made from the dimensions there are."""
