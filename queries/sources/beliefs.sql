-- What staff believe customers want, and how convenient a process is for us, in percent of maximum:
-- one row an item and belief.

select
    item::VARCHAR as item,
    department::VARCHAR as department,
    believed_on::DATE as believed_on,
    coalesce(wanted_low = 0 and wanted_high = 1, false) as is_pick,
    1e2 * (wanted - wanted_low) / (wanted_high - wanted_low) as wanted,
    1e2 * (convenient - convenient_low) / (convenient_high - convenient_low) as convenient
from beliefs_export
order by item, department, believed_on
