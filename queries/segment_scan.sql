-- In which cells of one or two dimensions has NPS changed between two periods?
--
-- grain: dimension, value, second_dimension, second_value
--
-- dimension           TEXT    the cell's first dimension
-- value               TEXT    its value in the first dimension
-- second_dimension    TEXT    the second dimension, later in the alphabet; null for a cell of one dimension
-- second_value        TEXT    its value in the second dimension; null where there is none
-- nps_before          DOUBLE  Net Promoter Score of the period compared with, points (rests on respondents_before)
-- nps_after           DOUBLE  Net Promoter Score of the period, points (rests on respondents)
-- change              DOUBLE  nps_after less nps_before, points (rests on respondents, respondents_before)
-- low                 DOUBLE  lower end of the 95 % interval of the change, points (rests on respondents, respondents_before)
-- high                DOUBLE  upper end of it, points (rests on respondents, respondents_before)
-- p                   DOUBLE  chance of such a change or a larger one if there were none, two-sided (rests on respondents, respondents_before)
-- p_corrected         DOUBLE  the same, corrected for all cells tested (Benjamini-Hochberg) (rests on respondents, respondents_before)
-- respondents         BIGINT  people who gave a score from 0 to 10 in the period (rests on respondents)
-- respondents_before  BIGINT  the same, in the period compared with (rests on respondents_before)
--
-- workings:
-- z                   DOUBLE  change with three answers added to each period, in standard errors
--
-- steps: two_sided_p, corrected_p

with both_periods as (
    select
        cell_id,
        answers as n,
        promoters as p,
        detractors as d,
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
        0 as n,
        0 as p,
        0 as d,
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
        sum(n) as n,
        sum(p) as p,
        sum(d) as d,
        sum(n_before) as n_before,
        sum(p_before) as p_before,
        sum(d_before) as d_before
    from both_periods
    group by cell_id
),

valued as (
    select
        cell_values.dimension,
        cell_values.value,
        by_cell.*
    from by_cell
    inner join cell_values on by_cell.cell_id = cell_values.cell_id
),

everyone as (
    select
        sum(n) as n,
        sum(n_before) as n_before
    from by_cell
),

of_one as (
    select
        dimension,
        value,
        sum(n)::BIGINT as n,
        sum(p)::BIGINT as p,
        sum(d)::BIGINT as d,
        sum(n_before)::BIGINT as n_before,
        sum(p_before)::BIGINT as p_before,
        sum(d_before)::BIGINT as d_before
    from valued
    group by dimension, value
),

of_two as (
    select
        valued.dimension,
        valued.value,
        cell_values.dimension as second_dimension,
        cell_values.value as second_value,
        sum(valued.n)::BIGINT as n,
        sum(valued.p)::BIGINT as p,
        sum(valued.d)::BIGINT as d,
        sum(valued.n_before)::BIGINT as n_before,
        sum(valued.p_before)::BIGINT as p_before,
        sum(valued.d_before)::BIGINT as d_before
    from valued
    inner join cell_values
        on
            valued.cell_id = cell_values.cell_id
            and valued.dimension < cell_values.dimension
    group by valued.dimension, valued.value, cell_values.dimension, cell_values.value
),

-- How much less a value's answers tell, where the same customers gave several of them: the largest
-- design effect of the fiscal years that a period touches.
repeats as (
    select
        dimension,
        value,
        max(design_effect) filter (
            where period <= $end_date and period + interval 1 year > $start_date
        ) as now,
        max(design_effect) filter (
            where period <= $versus_end and period + interval 1 year > $versus_start
        ) as before
    from nps_repeats
    where unit = 'year'
    group by dimension, value
),

-- A cell that holds the very answers of a wider one is that one again, and is left out.
scanned as (
    select
        of_one.dimension,
        of_one.value,
        null as second_dimension,
        null as second_value,
        of_one.n,
        of_one.p,
        of_one.d,
        of_one.n_before,
        of_one.p_before,
        of_one.d_before,
        greatest(1e0, repeats.now) as effect,
        greatest(1e0, repeats.before) as effect_before
    from of_one
    inner join everyone
        on (of_one.n, of_one.n_before) != (everyone.n, everyone.n_before)
    left join repeats
        on of_one.dimension = repeats.dimension and of_one.value = repeats.value
    union all
    select
        of_two.*,
        greatest(1e0, first_repeats.now, second_repeats.now) as effect,
        greatest(1e0, first_repeats.before, second_repeats.before) as effect_before
    from of_two
    inner join of_one as first_alone
        on
            of_two.dimension = first_alone.dimension
            and of_two.value = first_alone.value
            and (of_two.n, of_two.n_before) != (first_alone.n, first_alone.n_before)
    inner join of_one as second_alone
        on
            of_two.second_dimension = second_alone.dimension
            and of_two.second_value = second_alone.value
            and (of_two.n, of_two.n_before) != (second_alone.n, second_alone.n_before)
    left join repeats as first_repeats
        on of_two.dimension = first_repeats.dimension and of_two.value = first_repeats.value
    left join repeats as second_repeats
        on
            of_two.second_dimension = second_repeats.dimension
            and of_two.second_value = second_repeats.value
),

compared as (
    select
        *,
        n > 0 and n_before > 0 as comparable,
        nps_centre(p, d, n) - nps_centre(p_before, d_before, n_before) as centre,
        sqrt(
            effect * nps_se(p, d, n) ** 2
            + effect_before * nps_se(p_before, d_before, n_before) ** 2
        ) as se
    from scanned
    where n + n_before > 0
)

select
    dimension,
    value,
    second_dimension,
    second_value,
    nps(p_before, d_before, n_before) as nps_before,
    nps(p, d, n) as nps_after,
    nps(p, d, n) - nps(p_before, d_before, n_before) as change,
    case when comparable then greatest(-2e2, centre - z95() * se) end as low,
    case when comparable then least(2e2, centre + z95() * se) end as high,
    n as respondents,
    n_before as respondents_before,
    case
        when
            comparable
            and least(n, n_before) >= $minimum
            and not ($start_date <= $versus_end and $versus_start <= $end_date)
            then centre / se
    end as z
from compared
order by
    abs(z) desc nulls last,
    dimension asc,
    value asc,
    second_dimension asc nulls first,
    second_value asc
