-- How many customers left, period by period?
--
-- grain: period
--
-- period           DATE     first day of the month, quarter or year; with all, the first day asked
-- departures       BIGINT   customers who left (rests on departures)
-- departures_low   DOUBLE   lower end of the exact 95 % interval (Poisson) of their number (rests on departures)
-- departures_high  DOUBLE   upper end of that interval (rests on departures)
-- complete         BOOLEAN  false while the period is unfinished (rests on departures)
--
-- steps: poisson_interval_of_departures

with per_period as (
    select
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        sum(departures)::BIGINT as departures
    from departures_monthly
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by period
)

select
    period,
    departures,
    period_end(period, $unit, $end_date) <= $as_of as complete
from per_period
order by period
