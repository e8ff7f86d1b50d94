-- Who became a promoter, a passive or a detractor from one period to the next?
--
-- grain: period, before, after
--
-- period                  DATE     first day of the later month, quarter or year of two in a row (years where the unit is all)
-- before                  TEXT     what the customer was in the earlier period, by the latest score given: promoter, passive or detractor
-- after                   TEXT     the same in the later period; no answer where the customer gave no score in it, for complete periods only
-- customers               BIGINT   customers who moved so, or stayed (rests on customers, shown_with)
-- revenue                 DOUBLE   their customers.revenue_per_year summed, where known (rests on customers_with_revenue, shown_with)
-- customers_with_revenue  BIGINT   customers whose revenue is known (rests on customers_with_revenue, shown_with)
-- complete                BOOLEAN  false while the later period is unfinished (rests on customers)
--
-- workings:
-- shown_with              BIGINT   customers of the flow; 0 for the smallest one large enough where exactly one other is not, as
--                                  the customers of same_people would give that one away

with moved as (
    select
        period,
        score_group,
        next_group,
        period_end(period, unit, period) as last_day,
        sum(customers)::BIGINT as n,
        sum(customers_with_revenue)::BIGINT as customers_with_revenue,
        sum(revenue) as revenue
    from nps_flows
    where
        unit = case $unit when 'all' then 'year' else $unit end
        and period <= $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by period, score_group, next_group, last_day
),

counted as (
    select
        *,
        next_group is not null and n >= $minimum as may_show,
        count(*) filter (where next_group is not null and n < $minimum)
            over (partition by period) as too_small
    from moved
    where
        last_day >= $start_date
        and (next_group is not null or last_day <= $as_of)
),

guarded as (
    select
        *,
        row_number() over (
            partition by period, may_show order by n, score_group, next_group
        ) as from_smallest
    from counted
)

select
    period,
    case score_group when 1 then 'promoter' when 0 then 'passive' else 'detractor' end as before,
    case next_group
        when 1 then 'promoter' when 0 then 'passive' when -1 then 'detractor' else 'no answer'
    end as after,
    n as customers,
    revenue,
    customers_with_revenue,
    last_day <= $as_of as complete,
    case when may_show and too_small = 1 and from_smallest = 1 then 0 else n end as shown_with
from guarded
order by period asc, score_group desc, next_group desc nulls last
