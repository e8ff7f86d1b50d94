-- By each dimension, is the change of NPS in how groups scored or in how many of each answered?
--
-- grain: dimension
--
-- dimension           TEXT    a dimension with more than one value; not wave, which is a time
-- change              DOUBLE  NPS of the period less that of the period compared with, points (rests on respondents_before, respondents_after)
-- within              DOUBLE  what changes of score inside its values moved NPS, points (rests on respondents_before, respondents_after)
-- within_low          DOUBLE  lower end of its 95 % interval, points (rests on respondents_before, respondents_after)
-- within_high         DOUBLE  upper end of its 95 % interval, points (rests on respondents_before, respondents_after)
-- mix                 DOUBLE  what changes of its values' shares moved NPS, points (rests on respondents_before, respondents_after)
-- mix_low             DOUBLE  lower end of its 95 % interval, points (rests on respondents_before, respondents_after)
-- mix_high            DOUBLE  upper end of its 95 % interval, points (rests on respondents_before, respondents_after)
-- respondents_before  BIGINT  people who gave a score from 0 to 10 in the period compared with (rests on respondents_before)
-- respondents_after   BIGINT  the same, in the period (rests on respondents_after)
--
-- steps: split_by_dimension

with both_periods as (
    select
        cell_id,
        answers as n_after,
        promoters as p_after,
        detractors as d_after,
        0 as n_before,
        0 as p_before,
        0 as d_before
    from
        answered(
            $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], null::VARCHAR
        )
    union all
    select
        cell_id,
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
            null::VARCHAR
        )
),

by_cell as (
    select
        cell_id,
        sum(n_after) as n_after,
        sum(p_after) as p_after,
        sum(d_after) as d_after,
        sum(n_before) as n_before,
        sum(p_before) as p_before,
        sum(d_before) as d_before
    from both_periods
    group by cell_id
),

several as (
    select dimension
    from cell_values
    where dimension != 'wave'
    group by dimension
    having count(distinct value) > 1
)

select
    several.dimension,
    cell_values.value,
    sum(by_cell.p_before)::BIGINT as promoters_before,
    sum(by_cell.d_before)::BIGINT as detractors_before,
    sum(by_cell.n_before)::BIGINT as respondents_before,
    sum(by_cell.p_after)::BIGINT as promoters_after,
    sum(by_cell.d_after)::BIGINT as detractors_after,
    sum(by_cell.n_after)::BIGINT as respondents_after,
    $minimum as minimum,
    $start_date <= $versus_end and $versus_start <= $end_date as share_days,
    any_value(coalesce(repeats.scores_before, 1e0)) as scores_repeat_before,
    any_value(coalesce(repeats.scores_after, 1e0)) as scores_repeat_after,
    any_value(coalesce(repeats.shares_before, 1e0)) as shares_repeat_before,
    any_value(coalesce(repeats.shares_after, 1e0)) as shares_repeat_after
from by_cell
cross join several
cross join
    yearly_repeats(
        $versus_start, $versus_end, $start_date, $end_date
    ) as repeats
left join cell_values
    on
        by_cell.cell_id = cell_values.cell_id
        and several.dimension = cell_values.dimension
group by several.dimension, cell_values.value
having sum(by_cell.n_before) + sum(by_cell.n_after) > 0
order by several.dimension, cell_values.value
