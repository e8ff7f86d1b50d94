-- How often do we, our customers and the market change?
--
-- grain: lane, period, kind
--
-- lane       TEXT    who changed: ours, customers or market
-- period     DATE    first day of the month, quarter or year; with all, the first day counted
-- kind       TEXT    product, price, process, people, channel, message, need, competitor, technology or regulation;
--                    null: of every kind, those without one included
-- changes    BIGINT  changes that started in the period; a planned one has not started (rests on changes_are_no_answers)
-- rate       DOUBLE  changes a quarter, whatever the period; an unfinished one counts by the days so far (rests on changes_are_no_answers)
-- rate_low   DOUBLE  lower end of its exact 95 % interval (Poisson, Garwood) (rests on changes_are_no_answers)
-- rate_high  DOUBLE  upper end of its exact 95 % interval (rests on changes_are_no_answers)
--
-- workings:
-- quarters   DOUBLE  quarters of the period that are on record: its months, one cut short by its days, over three
-- changes_are_no_answers  BIGINT  the minimum itself: what changed is not hidden
--
-- steps: exact_rates

with span as (
    select
        first_day,
        last_day
    from changes_recorded($start_date, $end_date, $as_of)
),

months as (
    select
        span.first_day,
        span.last_day,
        unnest(
            generate_series(date_trunc('month', span.first_day), span.last_day, interval 1 month)
        )::DATE as month
    from span
),

periods as (
    select
        period_of(month, $unit, $fiscal_year_starts, first_day) as period,
        sum(
            (least(last_day, last_day(month)) - greatest(first_day, month) + 1) / day(last_day(month))
        ) / 3 as quarters
    from months
    group by period
),

begun as (
    select
        changes.lane,
        changes.kind,
        changes.started_on >= span.first_day as is_counted,
        period_of(
            date_trunc('month', changes.started_on)::DATE,
            $unit,
            $fiscal_year_starts,
            span.first_day
        ) as period
    from changes
    cross join span
    where changes.started_on <= span.last_day
),

of_kind as (
    select
        lane,
        kind,
        period,
        is_counted
    from begun
    where kind is not null
    union all
    select
        lane,
        null as kind,
        period,
        is_counted
    from begun
),

counted as (
    select
        lane,
        kind,
        period,
        count(*) as changes
    from of_kind
    where is_counted
    group by lane, kind, period
),

lanes as (
    select
        unnest(['ours', 'customers', 'market']) as lane,
        null as kind
    union all
    select distinct
        lane,
        kind
    from begun
    where kind is not null
)

select
    lanes.lane,
    periods.period,
    lanes.kind,
    coalesce(counted.changes, 0) as changes,
    periods.quarters,
    $minimum::BIGINT as changes_are_no_answers
from lanes
cross join periods
left join counted
    on
        lanes.lane = counted.lane
        and lanes.kind is not distinct from counted.kind
        and periods.period = counted.period
order by
    list_position(['ours', 'customers', 'market'], lanes.lane),
    periods.period,
    lanes.kind nulls first
