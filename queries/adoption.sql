-- How do customers do business with us, period by period?
--
-- grain: channel, user_group, period
--
-- channel           TEXT     the channel; null for all channels together
-- period            DATE     first day of the month, quarter or year; with all, the first day asked
-- user_group        TEXT     cannot, will_not or uses the newest channel; null for everybody
-- interactions      BIGINT   interactions by this channel and group (rests on all_interactions)
-- share             DOUBLE   interactions as percent of all of the period (rests on all_interactions)
-- share_low         DOUBLE   lower end of its 95 % interval (Wilson), percent (rests on all_interactions)
-- share_high        DOUBLE   upper end of its 95 % interval (Wilson), percent (rests on all_interactions)
-- all_interactions  BIGINT   interactions by all channels in the period (rests on all_interactions)
-- complete          BOOLEAN  false while the period is unfinished

with counted as (
    select
        channel,
        user_group,
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        sum(interactions)::BIGINT as interactions
    from interactions_monthly
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by channel, user_group, period
),

every_period as (
    select
        period,
        sum(interactions)::BIGINT as all_interactions
    from counted
    group by period
    having sum(interactions) > 0
),

-- Each channel, each group and each of both, in every period: nobody there is a share of 0.
slices as (
    select distinct
        channel,
        null::VARCHAR as user_group
    from counted
    union all
    select distinct
        null::VARCHAR as channel,
        user_group
    from counted
    where user_group is not null
    union all
    select distinct
        channel,
        user_group
    from counted
    where user_group is not null
),

per_slice as (
    select
        slices.channel,
        slices.user_group,
        every_period.period,
        every_period.all_interactions,
        coalesce(sum(counted.interactions), 0)::BIGINT as interactions
    from slices
    cross join every_period
    left join counted
        on
            every_period.period = counted.period
            and (slices.channel is null or slices.channel = counted.channel)
            and (slices.user_group is null or slices.user_group = counted.user_group)
    group by
        slices.channel,
        slices.user_group,
        every_period.period,
        every_period.all_interactions
)

select
    channel,
    period,
    user_group,
    interactions,
    percent_of(interactions, all_interactions) as share,
    wilson_low(interactions, all_interactions) as share_low,
    wilson_high(interactions, all_interactions) as share_high,
    all_interactions,
    period_end(period, $unit, $end_date) <= $as_of as complete
from per_slice
order by channel, user_group, period
