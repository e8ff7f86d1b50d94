-- Which share of what customers do with us goes through each channel, period by period?
--
-- grain: channel, period
--
-- channel           TEXT     how customers did it: phone, web, app, ...
-- period            DATE     first day of the month, quarter or year; with all, the first day asked
-- share             DOUBLE   interactions through the channel, percent of all in the period (rests on interactions)
-- share_low         DOUBLE   lower end of its 95 % interval (Wilson), each interaction counted by itself (rests on interactions)
-- share_high        DOUBLE   upper end of that interval (rests on interactions)
-- interactions      BIGINT   interactions through all channels in the period (rests on interactions)
-- complete          BOOLEAN  false while the period is unfinished (rests on interactions)

with per_period as (
    select
        channel,
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        sum(interactions)::BIGINT as through_it
    from interactions_monthly
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by channel, period
),

beside as (
    select
        channel,
        period,
        through_it,
        sum(through_it) over (partition by period)::BIGINT as interactions
    from per_period
)

select
    channel,
    period,
    percent_of(through_it, interactions) as share,
    wilson_low(through_it, interactions) as share_low,
    wilson_high(through_it, interactions) as share_high,
    interactions,
    period_end(period, $unit, $end_date) <= $as_of as complete
from beside
order by channel, period
