-- Customers by what they were in one period and in the next, counted by unit and cell.
--
-- period is the first day of the later of two consecutive periods of the fiscal calendar. Of each
-- period a customer's latest scored answer counts: score_group 1 promoter, 0 passive, -1 detractor
-- in the earlier one, next_group in the later; null where the customer gave no score in it. A row
-- counts in the cell of the later answer, or of the only one. Answers without a customer_id are
-- left out. Windows, not a group for each customer and period: they fit into a tenth of the memory.

with units as (
    select
        'month' as unit,
        1 as months
    union all
    select
        'quarter' as unit,
        3 as months
    union all
    select
        'year' as unit,
        12 as months
),

-- Months are numbered from the start of fiscal year 0, so that every period starts at a multiple.
scored as (
    select
        survey_responses.customer_id,
        survey_responses.cell_id,
        survey_responses.responded_on,
        survey_responses.export_row,
        (
            year(survey_responses.responded_on) * 12 + month(survey_responses.responded_on)
            - fiscal_calendar.fiscal_year_starts
        )::INTEGER as month_number,
        (case
            when survey_responses.recommend_score >= 9 then 1
            when survey_responses.recommend_score >= 7 then 0
            else -1
        end)::TINYINT as score_group
    from survey_responses
    cross join fiscal_calendar
    where
        survey_responses.customer_id is not null
        and survey_responses.recommend_score is not null
),

followed as (
    select
        *,
        lead(month_number) over (
            partition by customer_id order by responded_on, export_row
        ) as next_month
    from scored
),

-- The customer's latest earlier answer that was the last of its month, quarter or year; its month
-- and group as one number, 3 * month_number + score_group + 1.
preceded as (
    select
        customer_id,
        cell_id,
        month_number,
        score_group,
        next_month,
        last_value(
            case when next_month > month_number then 3 * month_number + score_group + 1 end
            ignore nulls
        ) over earlier as last_of_month,
        last_value(
            case
                when next_month - next_month % 3 > month_number
                    then 3 * month_number + score_group + 1
            end ignore nulls
        ) over earlier as last_of_quarter,
        last_value(
            case
                when next_month - next_month % 12 > month_number
                    then 3 * month_number + score_group + 1
            end ignore nulls
        ) over earlier as last_of_year
    from followed
    window
        earlier as (
            partition by customer_id order by responded_on, export_row
            rows between unbounded preceding and 1 preceding
        )
),

-- One row for each customer, unit and period: the latest answer in it.
latest as (
    select
        units.unit,
        units.months,
        preceded.cell_id,
        preceded.score_group,
        customers.revenue_per_year,
        preceded.month_number - preceded.month_number % units.months as first_month,
        preceded.next_month - preceded.next_month % units.months as next_first_month,
        case units.months
            when 1 then preceded.last_of_month
            when 3 then preceded.last_of_quarter
            else preceded.last_of_year
        end as answer_before
    from preceded
    left join customers on preceded.customer_id = customers.customer_id
    cross join units
    where
        preceded.next_month is null
        or preceded.next_month - preceded.next_month % units.months > preceded.month_number
),

flows as (
    select
        unit,
        first_month,
        cell_id,
        answer_before % 3 - 1 as score_group,
        score_group as next_group,
        revenue_per_year
    from latest
    where answer_before - answer_before % 3 >= 3 * (first_month - months)
    union all
    select
        unit,
        first_month + months as first_month,
        cell_id,
        score_group,
        null as next_group,
        revenue_per_year
    from latest
    where next_first_month is null or next_first_month > first_month + months
)

select
    flows.unit,
    make_date(
        floor((flows.first_month + fiscal_calendar.fiscal_year_starts - 1) / 12)::INTEGER,
        ((flows.first_month + fiscal_calendar.fiscal_year_starts - 1) % 12 + 1)::INTEGER,
        1
    ) as period,
    flows.cell_id,
    flows.score_group,
    flows.next_group,
    count(*)::BIGINT as customers,
    count(flows.revenue_per_year)::BIGINT as customers_with_revenue,
    sum(flows.revenue_per_year) as revenue
from flows
cross join fiscal_calendar
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
