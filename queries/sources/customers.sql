-- Customers in our types, one row each.

select
    customer_id::VARCHAR as customer_id,
    account::VARCHAR as account,
    since::DATE as since,
    revenue_per_year::DOUBLE as revenue_per_year,
    suppliers::INTEGER as suppliers,
    our_rank::INTEGER as our_rank
from customers_export
order by customer_id
