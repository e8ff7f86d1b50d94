-- Changes in our types, one row each.

select
    coalesce(change_id::VARCHAR, 'change ' || row_number() over (order by started_on, title))
        as change_id,
    coalesce(lane::VARCHAR, 'ours') as lane,
    kind::VARCHAR as kind,
    title::VARCHAR as title,
    note::VARCHAR as note,
    item::VARCHAR as item,
    learned_on::DATE as learned_on,
    decided_on::DATE as decided_on,
    started_on::DATE as started_on,
    ended_on::DATE as ended_on,
    told_on::DATE as told_on,
    exposed::VARCHAR as exposed
from changes_export
order by started_on, change_id
