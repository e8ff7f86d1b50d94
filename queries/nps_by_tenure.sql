-- Does NPS differ by the age of the relationship?
--
-- grain: tenure
--
-- tenure       TEXT    time from customers.since to the day of the answer: first year, 2nd year, 3 to 5 years, 6 to 10 years,
--                      over 10 years (the relationship's 3rd to 5th year, and so on); null where since is not known or later
-- place        BIGINT  place of the band, 1 for the youngest relationship; null for those not known (rests on respondents)
-- nps          DOUBLE  Net Promoter Score, points -100 to 100 (rests on respondents)
-- nps_low      DOUBLE  lower end of its 95 % interval, points, widened by the design effect of the last year (rests on respondents)
-- nps_high     DOUBLE  upper end of its 95 % interval, points, widened by the design effect of the last year (rests on respondents)
-- respondents  BIGINT  answers with a score from 0 to 10, in whole months (rests on respondents)
-- promoters    BIGINT  of these, 9 and 10 (rests on respondents)
-- passives     BIGINT  of these, 7 and 8 (rests on respondents)
-- detractors   BIGINT  of these, 0 to 6 (rests on respondents)

with counted as (
    select
        tenure_years,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(passives)::BIGINT as passives,
        sum(detractors)::BIGINT as d
    from nps_relationship
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
        -- Without the table there are no bands at all, and the page says which table to add.
        and exists (
            select 1
            from customers
        )
    group by tenure_years
),

repeats as (
    select coalesce(max_by(design_effect, period), 1e0) as design_effect
    from nps_repeats
    where unit = 'year' and dimension is null and period <= $end_date
),

widened as (
    select
        counted.*,
        repeats.design_effect
    from counted
    cross join repeats
)

select
    case tenure_years
        when 0 then 'first year'
        when 1 then '2nd year'
        when 2 then '3 to 5 years'
        when 5 then '6 to 10 years'
        when 10 then 'over 10 years'
    end as tenure,
    list_position([0, 1, 2, 5, 10], tenure_years)::BIGINT as place,
    nps(p, d, n) as nps,
    nps_low(p, d, n, design_effect := design_effect) as nps_low,
    nps_high(p, d, n, design_effect := design_effect) as nps_high,
    n as respondents,
    p as promoters,
    passives,
    d as detractors
from widened
order by place
