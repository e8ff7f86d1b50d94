-- Do the same people score differently than they did one period ago?
--
-- grain: period
--
-- period       DATE     first day of the later month, quarter or year of two in a row (years where the unit is all)
-- customers    BIGINT   customers who gave a score in both; of each period their latest counts (rests on customers)
-- nps_before   DOUBLE   their Net Promoter Score in the earlier period, points -100 to 100 (rests on customers)
-- nps_after    DOUBLE   the same in the later period (rests on customers)
-- change       DOUBLE   nps_after less nps_before, points (rests on customers)
-- change_low   DOUBLE   lower end of its 95 % interval, points, paired t; null where everybody changed alike (rests on customers)
-- change_high  DOUBLE   upper end of its 95 % interval, points, paired t; null where everybody changed alike (rests on customers)
-- p            DOUBLE   chance of such a change or a larger one if there were none, two-sided paired t (rests on customers)
-- complete     BOOLEAN  false while the later period is unfinished (rests on customers)
--
-- workings:
-- change_se    DOUBLE   standard error of the change, points
--
-- steps: paired_t

with answered_twice as (
    select
        period,
        period_end(period, unit, period) as last_day,
        sum(customers)::BIGINT as n,
        sum(customers * score_group)::BIGINT as before_sum,
        sum(customers * next_group)::BIGINT as after_sum,
        sum(customers * (next_group - score_group) ** 2)::BIGINT as squares
    from nps_flows
    where
        unit = case $unit when 'all' then 'year' else $unit end
        and next_group is not null
        and period <= $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by period, last_day
)

select
    period,
    n as customers,
    1e2 * before_sum / n as nps_before,
    1e2 * after_sum / n as nps_after,
    1e2 * (after_sum - before_sum) / n as change,
    last_day <= $as_of as complete,
    1e2 * sqrt(variance_of(after_sum - before_sum, squares, n) / n) as change_se
from answered_twice
where last_day >= $start_date
order by period
