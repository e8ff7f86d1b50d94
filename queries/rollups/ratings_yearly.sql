-- Ratings summed by fiscal year, cell and item: what ratings_monthly holds, for whole years.
--
-- month is the first of the fiscal year.

with dated as (
    select
        ratings_monthly.*,
        make_date(
            year(ratings_monthly.month) - case
                when month(ratings_monthly.month) < fiscal_calendar.fiscal_year_starts then 1
                else 0
            end,
            fiscal_calendar.fiscal_year_starts,
            1
        ) as fiscal_year
    from ratings_monthly
    cross join fiscal_calendar
)

select
    fiscal_year as month,
    cell_id,
    item,
    kind,
    is_pick,
    sum(wanted_n)::BIGINT as wanted_n,
    sum(wanted_sum) as wanted_sum,
    sum(wanted_squares) as wanted_squares,
    sum(wanted_top)::BIGINT as wanted_top,
    sum(delivered_n)::BIGINT as delivered_n,
    sum(delivered_sum) as delivered_sum,
    sum(delivered_squares) as delivered_squares,
    sum(delivered_top)::BIGINT as delivered_top,
    sum(both_n)::BIGINT as both_n,
    sum(both_wanted_sum) as both_wanted_sum,
    sum(both_wanted_squares) as both_wanted_squares,
    sum(both_delivered_sum) as both_delivered_sum,
    sum(both_delivered_squares) as both_delivered_squares,
    sum(both_product) as both_product,
    sum(both_top)::BIGINT as both_top,
    sum(wanted_top_only)::BIGINT as wanted_top_only,
    sum(delivered_top_only)::BIGINT as delivered_top_only,
    sum(neither_top)::BIGINT as neither_top
from dated
group by 1, 2, 3, 4, 5
order by 3, 1, 2
