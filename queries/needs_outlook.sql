-- When was each item last asked, and where is its want heading?
--
-- grain: item
--
-- item             TEXT     what was asked about, in the company's words
-- last_asked       DATE     first day of the latest month in which somebody said how much they want it (rests on respondents)
-- level            DOUBLE   mean want, percent of maximum, over the four quarters up to the last with enough
--                          answers; of picks, percent who picked it (rests on level_respondents)
-- forecast         DOUBLE   the same in the fourth quarter after, where the line through the last eight quarters leads (rests on respondents)
-- forecast_low     DOUBLE   lower end of its 95 % interval (rests on respondents)
-- forecast_high    DOUBLE   upper end of its 95 % interval (rests on respondents)
-- direction        TEXT     rising, falling, flat (stays within 5 points) or open; null without a forecast (rests on respondents)
-- error            DOUBLE   how far such forecasts of past quarters were off on average, points (rests on respondents)
-- error_no_change  DOUBLE   how far off it was to say that nothing changes, points (rests on respondents)
-- tested           BIGINT   forecasts of past quarters that this rests on (rests on respondents)
-- quarters         BIGINT   complete quarters with at least 30 answers (rests on respondents)
-- why_not          TEXT     why there is no forecast
-- respondents      BIGINT   people who said how much they want it (rests on respondents)
-- is_pick          BOOLEAN  true where people picked what matters most, false where they rated every item
--
-- workings:
-- level_respondents  BIGINT  people that level rests on
--
-- steps: needs_outlook

with per_quarter as (
    select
        item,
        is_pick,
        period_of(month, 'quarter', $fiscal_year_starts, $start_date) as period,
        max(month) as last_month,
        sum(wanted_n)::BIGINT as wanted_n,
        sum(wanted_sum) as wanted_sum,
        sum(wanted_squares) as wanted_squares
    from ratings_monthly
    where
        wanted_n > 0
        and month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by item, is_pick, period
)

select
    *,
    period_end(period, 'quarter', $end_date) <= $as_of as complete,
    wanted_n >= greatest($minimum, 30) as enough
from per_quarter
order by item, period
