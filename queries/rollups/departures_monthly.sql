-- Customers who left, by month and cell.
-- Each month of departures counts by itself.

select
    date_trunc('month', left_on)::DATE as month,
    cell_id,
    count(*)::BIGINT as departures
from departures
group by 1, 2
order by 1, 2
