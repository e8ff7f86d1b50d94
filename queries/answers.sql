-- How many answers match the filters?
--
-- grain: value
--
-- value        TEXT    value of the breakdown; null where there is none
-- answers      BIGINT  questionnaires answered, with or without a score (rests on answers)
-- respondents  BIGINT  of these, people who gave a score from 0 to 10 (rests on respondents)
-- first_day    DATE    day of the first of these answers (rests on answers)
-- last_day     DATE    day of the latest of these answers (rests on answers)

select
    breakdown.value,
    sum(nps_daily.questionnaires)::BIGINT as answers,
    sum(nps_daily.answers)::BIGINT as respondents,
    min(nps_daily.day) as first_day,
    max(nps_daily.day) as last_day
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
group by breakdown.value
order by breakdown.value
