-- How has NPS moved, period by period?
--
-- grain: period, value
--
-- period       DATE     first day of the month, quarter or year; with all, the first day asked
-- value        TEXT     value of the breakdown; null where there is none
-- nps          DOUBLE   Net Promoter Score, points -100 to 100 (rests on respondents)
-- nps_low      DOUBLE   lower end of its 95 % interval, points (rests on respondents)
-- nps_high     DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- respondents  BIGINT   people who gave a score from 0 to 10 (rests on respondents)
-- promoters    BIGINT   of these, people who gave 9 or 10 (rests on respondents)
-- passives     BIGINT   of these, people who gave 7 or 8 (rests on respondents)
-- detractors   BIGINT   of these, people who gave 0 to 6 (rests on respondents)
-- complete     BOOLEAN  false while the period is unfinished (rests on respondents)

with monthly as (
    select
        nps_daily.month,
        breakdown.value,
        sum(nps_daily.answers)::BIGINT as respondents,
        sum(nps_daily.promoters)::BIGINT as promoters,
        sum(nps_daily.passives)::BIGINT as passives,
        sum(nps_daily.detractors)::BIGINT as detractors
    from nps_daily
    left join cell_values as breakdown
        on
            nps_daily.cell_id = breakdown.cell_id
            and breakdown.dimension = $dimension
    where
        nps_daily.day between $start_date and $end_date
        and (
            $cells::INTEGER[] is null
            or nps_daily.cell_id in (select unnest($cells::INTEGER[]))
        )
    group by nps_daily.month, breakdown.value
),

by_period as (
    select
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        value,
        sum(respondents)::BIGINT as respondents,
        sum(promoters)::BIGINT as promoters,
        sum(passives)::BIGINT as passives,
        sum(detractors)::BIGINT as detractors
    from monthly
    group by period, value
    having sum(respondents) > 0
)

select
    period,
    value,
    nps(promoters, detractors, respondents) as nps,
    nps_low(promoters, detractors, respondents) as nps_low,
    nps_high(promoters, detractors, respondents) as nps_high,
    respondents,
    promoters,
    passives,
    detractors,
    period_end(period, $unit, $end_date) <= $as_of as complete
from by_period
order by period, value
