-- Interactions in our types, one row a day, channel and group.

select
    day::DATE as day,
    channel::VARCHAR as channel,
    user_group::VARCHAR as user_group,
    interactions::BIGINT as interactions,
    cell_id
from interactions_export
order by day, channel, user_group, cell_id
