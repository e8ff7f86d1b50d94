-- What moved NPS from one period to another: how groups scored, or how many of each answered?
--
-- needs: dimension
-- grain: value
--
-- value               TEXT    value of the breakdown; null where the answer has none; values with too few answers are one row, “(3 values with few answers)”
-- respondents_before  BIGINT  people who gave a score from 0 to 10 in the period compared with (rests on respondents_before)
-- respondents_after   BIGINT  the same, in the period (rests on respondents_after)
-- share_before        DOUBLE  percent of the answers of the period compared with (rests on fewer)
-- share_after         DOUBLE  percent of the answers of the period (rests on fewer)
-- nps_before          DOUBLE  Net Promoter Score of the period compared with, points (rests on respondents_before)
-- nps_after           DOUBLE  Net Promoter Score of the period, points (rests on respondents_after)
-- within              DOUBLE  what its own change of score moved total NPS, points (rests on fewer)
-- within_low          DOUBLE  lower end of its 95 % interval, points (rests on fewer)
-- within_high         DOUBLE  upper end of its 95 % interval, points (rests on fewer)
-- mix                 DOUBLE  what its change of share moved total NPS, points (rests on fewer)
-- mix_low             DOUBLE  lower end of its 95 % interval, points (rests on fewer)
-- mix_high            DOUBLE  upper end of its 95 % interval, points (rests on fewer)
--
-- workings:
-- fewer               BIGINT  the smaller of both numbers of respondents; where one is 0, the other
--
-- steps: split_by_value

with both_periods as (
    select
        value,
        answers as n_after,
        promoters as p_after,
        detractors as d_after,
        0 as n_before,
        0 as p_before,
        0 as d_before
    from
        answered(
            $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], $dimension
        )
    union all
    select
        value,
        0 as n_after,
        0 as p_after,
        0 as d_after,
        answers as n_before,
        promoters as p_before,
        detractors as d_before
    from
        answered(
            $versus_start,
            $versus_end,
            $versus_whole_from,
            $versus_whole_to,
            $cells::INTEGER[],
            $dimension
        )
)

select
    both_periods.value,
    sum(both_periods.p_before)::BIGINT as promoters_before,
    sum(both_periods.d_before)::BIGINT as detractors_before,
    sum(both_periods.n_before)::BIGINT as respondents_before,
    sum(both_periods.p_after)::BIGINT as promoters_after,
    sum(both_periods.d_after)::BIGINT as detractors_after,
    sum(both_periods.n_after)::BIGINT as respondents_after,
    $minimum as minimum,
    $start_date <= $versus_end and $versus_start <= $end_date as share_days,
    any_value(coalesce(repeats.scores_before, 1e0)) as scores_repeat_before,
    any_value(coalesce(repeats.scores_after, 1e0)) as scores_repeat_after,
    any_value(coalesce(repeats.shares_before, 1e0)) as shares_repeat_before,
    any_value(coalesce(repeats.shares_after, 1e0)) as shares_repeat_after
from both_periods
cross join
    yearly_repeats(
        $versus_start, $versus_end, $start_date, $end_date
    ) as repeats
group by both_periods.value
having sum(both_periods.n_before) + sum(both_periods.n_after) > 0
order by both_periods.value
