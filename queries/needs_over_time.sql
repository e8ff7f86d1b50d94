-- How much is every item wanted, wave by wave?
--
-- grain: item, wave
--
-- item         TEXT     what was asked about, in the company's words
-- wave         TEXT     wave of the survey; where no answer names one, the fiscal year;
--                       answers that name none beside others that do are left out
-- wanted       DOUBLE   mean want, percent of maximum; of picks, percent who picked it (rests on respondents)
-- low          DOUBLE   lower end of its 95 % interval (rests on respondents)
-- high         DOUBLE   upper end of its 95 % interval (rests on respondents)
-- rank         BIGINT   1 is wanted most in this wave, among items asked the same way (rests on respondents)
-- respondents  BIGINT   people who said how much they want it (rests on respondents)
-- is_pick      BOOLEAN  true where people picked what matters most, false where they rated every item
--
-- workings:
-- wanted_se    DOUBLE   standard error of a mean; null of picks
--
-- steps: t_interval_of_wanted

with wants as (
    select
        *,
        mean_of(wanted_sum, wanted_n) as wanted
    from needs($start_date, $end_date, $cells::INTEGER[], $fiscal_year_starts)
)

select
    item,
    wave,
    wanted,
    case when is_pick then wilson_low(wanted_sum / 1e2, wanted_n) end as low,
    case when is_pick then wilson_high(wanted_sum / 1e2, wanted_n) end as high,
    case
        when wanted_n >= $minimum
            then rank() over (
                partition by wave, is_pick, wanted_n >= $minimum order by round(wanted, 9) desc
            )
    end as rank,
    wanted_n as respondents,
    is_pick,
    case
        when not is_pick
            then sqrt(variance_of(wanted_sum, wanted_squares, wanted_n) / wanted_n)
    end as wanted_se
from wants
order by wave_number, is_pick, rank, item
