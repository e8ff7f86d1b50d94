-- Do customers who answer again recommend us more?
--
-- grain: nth
--
-- nth          TEXT    which scored answer of the same customer it is, counted over all time: 1st, 2nd, 3rd or later; null without
--                      a customer_id
-- place        BIGINT  1, 2 or 3, in this order; null without a customer_id (rests on respondents)
-- nps          DOUBLE  Net Promoter Score, points -100 to 100 (rests on respondents)
-- nps_low      DOUBLE  lower end of its 95 % interval, points; that of third and later answers, of which a customer gives several,
--                      is widened by the design effect of the last year (rests on respondents)
-- nps_high     DOUBLE  upper end of its 95 % interval, points, widened likewise (rests on respondents)
-- respondents  BIGINT  answers with a score from 0 to 10, in whole months (rests on respondents)
-- promoters    BIGINT  of these, 9 and 10 (rests on respondents)
-- passives     BIGINT  of these, 7 and 8 (rests on respondents)
-- detractors   BIGINT  of these, 0 to 6 (rests on respondents)

with counted as (
    select
        nth_answer,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(passives)::BIGINT as passives,
        sum(detractors)::BIGINT as d
    from nps_relationship
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by nth_answer
),

repeats as (
    select coalesce(max_by(design_effect, period), 1e0) as design_effect
    from nps_repeats
    where unit = 'year' and dimension is null and period <= $end_date
),

widened as (
    select
        counted.*,
        case when counted.nth_answer = 3 then repeats.design_effect else 1e0 end as design_effect
    from counted
    cross join repeats
)

select
    case nth_answer when 1 then '1st' when 2 then '2nd' when 3 then '3rd or later' end as nth,
    nth_answer::BIGINT as place,
    nps(p, d, n) as nps,
    nps_low(p, d, n, design_effect := design_effect) as nps_low,
    nps_high(p, d, n, design_effect := design_effect) as nps_high,
    n as respondents,
    p as promoters,
    passives,
    d as detractors
from widened
order by place
