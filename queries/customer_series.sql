-- What did customers say and do, month by month, in every series that is searched for shifts?
--
-- grain: series, period
--
-- series       TEXT     nps, wanted: ITEM, delivered: ITEM, gap: ITEM or share: CHANNEL
-- period       DATE     first day of the month; above 240 months of the quarter, above 720 of the fiscal year
-- last_day     DATE     last day of the period
-- level        DOUBLE   NPS in points, all others in percent (rests on respondents)
-- low          DOUBLE   lower end of its 95 % interval (rests on respondents)
-- high         DOUBLE   upper end of its 95 % interval (rests on respondents)
-- respondents  BIGINT   people who answered; of a gap asked of different people the smaller side; of a share,
--                       interactions (rests on respondents)
-- counts       BOOLEAN  true where the period is complete and has enough answers to be searched (rests on respondents)
--
-- steps: customer_series

select
    series,
    period,
    last_day,
    is_share,
    n,
    total,
    squares,
    other_n,
    other_total,
    other_squares,
    design_effect,
    last_day <= $as_of
    and n >= greatest($minimum, 1)
    and (other_n = 0 or other_n >= $minimum) as counts
from told($start_date, $end_date, $cells::INTEGER[], $fiscal_year_starts)
order by series, period
