-- Customers who left, in our types, one row a departure.

select
    customer_id::VARCHAR as customer_id,
    left_on::DATE as left_on,
    reason::VARCHAR as reason,
    needed::VARCHAR as needed,
    experienced::VARCHAR as experienced,
    expects::VARCHAR as expects,
    handling::VARCHAR as handling,
    returned_on::DATE as returned_on,
    referred::BOOLEAN as referred,
    cell_id
from departures_export
order by left_on, customer_id
