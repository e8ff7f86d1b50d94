-- Convenient for whom?
--
-- grain: item
--
-- item         TEXT    the process, in the company's words
-- effort       DOUBLE  percent of customers who found it as easy as the scale goes (top box) (rests on respondents)
-- effort_low   DOUBLE  lower end of its 95 % interval (Wilson), percent (rests on respondents)
-- effort_high  DOUBLE  upper end of its 95 % interval, percent (rests on respondents)
-- convenient   DOUBLE  how convenient it is for us as staff say, percent of maximum, from what they said in the 90 days up to
--                      the latest by the end of the period; few believers are not hidden (rests on believers_or_minimum)
-- respondents  BIGINT  customers who said how easy it was (rests on respondents)
-- believers    BIGINT  members of staff, or workshops, who said how convenient it is (rests on believers_or_minimum)
--
-- workings:
-- believers_or_minimum  BIGINT  believers, or the minimum where they are fewer: what staff say is not hidden

with customers_said as (
    select
        item,
        sum(respondents)::BIGINT as n,
        sum(easiest)::BIGINT as easiest
    from effort_monthly
    where
        month between date_trunc('month', $start_date)::DATE and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by item
),

-- A period that holds the latest answer holds what staff said after it.
latest as (
    select
        item,
        convenient
    from beliefs
    where
        convenient is not null
        and (
            coalesce(believed_on, $end_date) <= $end_date
            or $end_date >= (select max(nps_monthly.last_day) from nps_monthly)
        )
    qualify
        believed_on is null
        or believed_on > max(believed_on) over (partition by item) - interval 90 days
),

we_said as (
    select
        item,
        count(*)::BIGINT as n,
        avg(convenient order by convenient) as convenient
    from latest
    group by item
)

select
    customers_said.item,
    percent_of(customers_said.easiest, customers_said.n) as effort,
    wilson_low(customers_said.easiest, customers_said.n) as effort_low,
    wilson_high(customers_said.easiest, customers_said.n) as effort_high,
    we_said.convenient,
    customers_said.n as respondents,
    coalesce(we_said.n, 0) as believers,
    greatest(coalesce(we_said.n, 0), $minimum) as believers_or_minimum
from customers_said
left join we_said on customers_said.item = we_said.item
order by effort, customers_said.item
