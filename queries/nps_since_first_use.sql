-- Does NPS differ by how long ago a customer first used a channel?
--
-- grain: channel, months_since
--
-- channel       TEXT    the channel, as in the answers' dimension channel or in contacts
-- months_since  TEXT    time from the customer's first use of it on record to the day of the answer: before first use, first
--                       3 months, 3 to 6 months, 6 to 12 months, over a year
-- place         BIGINT  place of the band, 1 before first use (rests on respondents)
-- nps           DOUBLE  Net Promoter Score of customers who used it by now, whichever channel they answered about, points -100
--                       to 100 (rests on respondents)
-- nps_low       DOUBLE  lower end of its 95 % interval, points, widened by the design effect of the last year (rests on respondents)
-- nps_high      DOUBLE  upper end of its 95 % interval, points, widened by the design effect of the last year (rests on respondents)
-- respondents   BIGINT  answers with a score from 0 to 10, in whole months (rests on respondents)
-- promoters     BIGINT  of these, 9 and 10 (rests on respondents)
-- passives      BIGINT  of these, 7 and 8 (rests on respondents)
-- detractors    BIGINT  of these, 0 to 6 (rests on respondents)

with counted as (
    select
        channel,
        since_months,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(passives)::BIGINT as passives,
        sum(detractors)::BIGINT as d
    from nps_since_use
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by channel, since_months
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
    channel,
    case since_months
        when -1 then 'before first use'
        when 0 then 'first 3 months'
        when 3 then '3 to 6 months'
        when 6 then '6 to 12 months'
        when 12 then 'over a year'
    end as months_since,
    list_position([-1, 0, 3, 6, 12], since_months)::BIGINT as place,
    nps(p, d, n) as nps,
    nps_low(p, d, n, design_effect := design_effect) as nps_low,
    nps_high(p, d, n, design_effect := design_effect) as nps_high,
    n as respondents,
    p as promoters,
    passives,
    d as detractors
from widened
order by channel, place
