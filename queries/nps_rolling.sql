-- How has NPS moved, over a window that rolls month by month?
--
-- grain: period, value
--
-- period       DATE     first day of the window's last month
-- value        TEXT     value of the breakdown; null where there is none
-- nps          DOUBLE   Net Promoter Score over the window, points -100 to 100 (rests on respondents)
-- nps_low      DOUBLE   lower end of its 95 % interval, points (rests on respondents)
-- nps_high     DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- respondents  BIGINT   people in the window who gave a score from 0 to 10 (rests on respondents)
-- complete     BOOLEAN  false while the window's last month is unfinished (rests on respondents)

with monthly as (
    select
        month,
        value,
        sum(answers)::BIGINT as respondents,
        sum(promoters)::BIGINT as promoters,
        sum(detractors)::BIGINT as detractors
    from
        answered(
            $history_from, $end_date, $history_from, $history_whole_to, $cells::INTEGER[], $dimension
        )
    group by month, value
    having sum(answers) > 0
),

dated as (
    select
        *,
        min(month) over (partition by value) as first_month
    from monthly
),

windows as (
    select
        ends.month,
        ends.value,
        sum(inside.respondents)::BIGINT as respondents,
        sum(inside.promoters)::BIGINT as promoters,
        sum(inside.detractors)::BIGINT as detractors
    from dated as ends
    inner join dated as inside
        on
            ends.value is not distinct from inside.value
            and ends.month >= inside.month
            and ends.month < inside.month + to_months($window)
    where
        ends.month >= date_trunc('month', $start_date)
        and ends.month >= ends.first_month + to_months($window - 1)
    group by ends.month, ends.value
)

select
    month as period,
    value,
    nps(promoters, detractors, respondents) as nps,
    nps_low(promoters, detractors, respondents) as nps_low,
    nps_high(promoters, detractors, respondents) as nps_high,
    respondents,
    period_end(month, 'month', $end_date) <= $as_of as complete
from windows
order by period, value
