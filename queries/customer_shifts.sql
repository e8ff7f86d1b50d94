-- What shifted in what customers say and do, when and by how much?
--
-- grain: series, earliest
--
-- series       TEXT    what shifted: nps, wanted: ITEM, delivered: ITEM, gap: ITEM or share: CHANNEL
-- earliest     DATE    first day on which it may have shifted
-- latest       DATE    last day on which it may have shifted
-- before       DOUBLE  level before, up to the shift before it: NPS in points, all others in percent (rests on respondents)
-- after        DOUBLE  level after, up to the next shift (rests on respondents)
-- size         DOUBLE  after less before, points, among shifts that were found: at least 5 (rests on respondents)
-- size_low     DOUBLE  lower end of its 95 % interval (rests on respondents)
-- size_high    DOUBLE  upper end of its 95 % interval (rests on respondents)
-- respondents  BIGINT  people on whom both levels rest; of a gap asked of different people the smaller side;
--                      of a share, interactions (rests on respondents)
-- likeliest    DATE    the first day of the new level that fits best
-- before_from  DATE    first day of the level before
-- after_until  DATE    last day of the level after
-- searched     BIGINT  series searched at once (rests on respondents)
--
-- steps: customer_shifts

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
