-- What staff believe customers want, in percent of maximum, one row an item and department.

select
    item::VARCHAR as item,
    department::VARCHAR as department,
    believed_on::DATE as believed_on,
    1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as wanted
from beliefs_export
order by item, department, believed_on
