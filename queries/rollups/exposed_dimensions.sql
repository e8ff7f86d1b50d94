-- The dimensions that a change names in `exposed`: their combinations are the units of its checks.

select
    change_id,
    dimension
from exposed_values
group by 1, 2
order by 1, 2
