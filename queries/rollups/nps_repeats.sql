-- How much less answers tell where the same customers gave several of them: the design effect of
-- NPS by month, quarter and fiscal year, of everyone (dimension null) and of each value.
--
-- With votes of 1, 0 and -1, a customer's n answers sum to s: excess_squares sums s * s less the
-- squares of the votes, excess_products s * (n - 1), excess_counts n * (n - 1). The design effect is
-- the variance of NPS by customer over that by answer, at least 1 (linearised: Cochran 1977, 9.4).
-- An answer without customer_id is a customer of its own. Only periods of fiscal years in which
-- somebody of the slice answered twice have rows. Months are numbered:
-- year * 12 + month - 1; a period is three times that of its first month, and 0 for a month, 1 for a
-- quarter, 2 for a year, as narrow keys keep the groups of a hundred million answers in memory.

with scored as (
    select
        survey_responses.customer_id,
        survey_responses.cell_id,
        year(survey_responses.responded_on) * 12
        + month(survey_responses.responded_on) - 1 as month_number,
        (
            month(survey_responses.responded_on) - fiscal_calendar.fiscal_year_starts + 12
        ) % 12 as months_into,
        case
            when survey_responses.recommend_score >= 9 then 1
            when survey_responses.recommend_score <= 6 then -1
            else 0
        end as vote
    from survey_responses
    cross join fiscal_calendar
    where
        survey_responses.recommend_score is not null
        and survey_responses.customer_id is not null
),

answered_twice as (
    select
        customer_id,
        month_number - months_into as year_number
    from scored
    group by 1, 2
    having count(*) > 1
),

-- Numbered, because text is dear to group by.
repeaters as (
    select
        customer_id,
        year_number,
        row_number() over (order by year_number)::INTEGER as repeater
    from answered_twice
),

repeated as (
    select
        repeaters.repeater,
        scored.month_number::INTEGER as month_number,
        (scored.month_number - scored.months_into % 3)::INTEGER as quarter_number,
        repeaters.year_number::INTEGER as year_number,
        scored.cell_id,
        scored.vote::INTEGER as vote
    from scored
    inner join repeaters
        on
            scored.customer_id = repeaters.customer_id
            and scored.month_number - scored.months_into = repeaters.year_number
),

twice_in_quarter as (
    select
        repeater,
        quarter_number
    from repeated
    group by 1, 2
    having count(*) > 1
),

twice_in_month as (
    select
        repeater,
        month_number
    from repeated
    group by 1, 2
    having count(*) > 1
),

by_period as (
    select
        (year_number * 3 + 2)::INTEGER as period_key,
        repeater,
        cell_id,
        vote
    from repeated
    union all
    select
        (repeated.quarter_number * 3 + 1)::INTEGER as period_key,
        repeated.repeater,
        repeated.cell_id,
        repeated.vote
    from repeated
    inner join twice_in_quarter
        on
            repeated.repeater = twice_in_quarter.repeater
            and repeated.quarter_number = twice_in_quarter.quarter_number
    union all
    select
        (repeated.month_number * 3)::INTEGER as period_key,
        repeated.repeater,
        repeated.cell_id,
        repeated.vote
    from repeated
    inner join twice_in_month
        on
            repeated.repeater = twice_in_month.repeater
            and repeated.month_number = twice_in_month.month_number
),

cells_with_answers as (
    select distinct cell_id from nps_monthly
),

dimensions as (
    select distinct dimension from cell_values
),

-- Everyone, and every dimension; a cell that does not state a dimension lies in its null value.
sliced as (
    select
        cells_with_answers.cell_id,
        dimensions.dimension,
        cell_values.value
    from cells_with_answers
    cross join dimensions
    left join cell_values
        on
            cells_with_answers.cell_id = cell_values.cell_id
            and dimensions.dimension = cell_values.dimension
    union all
    select
        cell_id,
        null as dimension,
        null as value
    from cells_with_answers
),

slices as (
    select
        *,
        dense_rank() over (order by dimension, value)::INTEGER as slice
    from sliced
),

by_customer as (
    select
        by_period.period_key,
        slices.slice,
        by_period.repeater,
        count(*)::BIGINT as n,
        count(case when by_period.vote = 1 then 1 end)::BIGINT as promoters,
        count(case when by_period.vote = -1 then 1 end)::BIGINT as detractors
    from by_period
    inner join slices on by_period.cell_id = slices.cell_id
    group by 1, 2, 3
    having count(*) > 1
),

excess as (
    select
        period_key,
        slice,
        sum(
            (promoters - detractors) * (promoters - detractors) - promoters - detractors
        )::BIGINT as excess_squares,
        sum((promoters - detractors) * (n - 1))::BIGINT as excess_products,
        sum(n * (n - 1))::BIGINT as excess_counts
    from by_customer
    group by 1, 2
),

monthly as (
    select
        nps_monthly.cell_id,
        nps_monthly.answers,
        nps_monthly.promoters,
        nps_monthly.detractors,
        year(nps_monthly.month) * 12 + month(nps_monthly.month) - 1 as month_number,
        (month(nps_monthly.month) - fiscal_calendar.fiscal_year_starts + 12) % 12 as months_into
    from nps_monthly
    cross join fiscal_calendar
),

units as (
    select 'month' as unit
    union all
    select 'quarter' as unit
    union all
    select 'year' as unit
),

counted as (
    select
        units.unit,
        case units.unit
            when 'month' then monthly.month_number * 3
            when 'quarter' then (monthly.month_number - monthly.months_into % 3) * 3 + 1
            else (monthly.month_number - monthly.months_into) * 3 + 2
        end as period_key,
        (monthly.month_number - monthly.months_into) * 3 + 2 as year_key,
        slices.slice,
        slices.dimension,
        slices.value,
        sum(monthly.answers)::BIGINT as answers,
        sum(monthly.promoters)::BIGINT as promoters,
        sum(monthly.detractors)::BIGINT as detractors
    from monthly
    cross join units
    inner join slices on monthly.cell_id = slices.cell_id
    group by 1, 2, 3, 4, 5, 6
    having sum(monthly.answers) > 0
),

measured as (
    select
        counted.*,
        coalesce(excess.excess_squares, 0) as excess_squares,
        coalesce(excess.excess_products, 0) as excess_products,
        coalesce(excess.excess_counts, 0) as excess_counts,
        (counted.promoters - counted.detractors) / counted.answers::DOUBLE as mean_vote,
        counted.promoters + counted.detractors
        - (counted.promoters - counted.detractors) * (counted.promoters - counted.detractors)
        / counted.answers::DOUBLE as squares_by_answer
    from counted
    left join excess
        on
            counted.period_key = excess.period_key
            and counted.slice = excess.slice
),

compared as (
    select
        *,
        case
            when squares_by_answer > 1e-9
                then greatest(
                    1e0,
                    1e0 + (
                        excess_squares
                        - 2 * mean_vote * excess_products
                        + mean_vote * mean_vote * excess_counts
                    ) / squares_by_answer
                )
            else 1e0
        end as design_effect
    from measured
)

select
    compared.unit,
    make_date(
        floor(compared.period_key / 36)::INTEGER,
        (floor(compared.period_key / 3) % 12 + 1)::INTEGER,
        1
    ) as period,
    compared.dimension,
    compared.value,
    compared.answers,
    compared.promoters,
    compared.detractors,
    compared.excess_squares,
    compared.excess_products,
    compared.excess_counts,
    compared.design_effect,
    years.design_effect as year_design_effect
from compared
inner join compared as years
    on
        compared.slice = years.slice
        and compared.year_key = years.period_key
where years.excess_counts > 0
order by 1, 3, 4, 2
