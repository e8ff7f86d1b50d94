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

with by_period as (
    select
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        value,
        sum(answers)::BIGINT as respondents,
        sum(promoters)::BIGINT as promoters,
        sum(passives)::BIGINT as passives,
        sum(detractors)::BIGINT as detractors
    from
        answered(
            $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], $dimension
        )
    group by period, value
    having sum(answers) > 0
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
