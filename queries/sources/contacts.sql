-- Contacts with customers in our types, one row each.

select
    customer_id::VARCHAR as customer_id,
    contacted_on::DATE as contacted_on,
    direction::VARCHAR as direction,
    channel::VARCHAR as channel,
    role::VARCHAR as role
from contacts_export
order by contacted_on, customer_id
