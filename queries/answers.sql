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
    value,
    sum(questionnaires)::BIGINT as answers,
    sum(answers)::BIGINT as respondents,
    min(first_day) as first_day,
    max(last_day) as last_day
from
    answered(
        $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], $dimension
    )
group by value
order by value
