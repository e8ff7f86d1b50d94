-- Interactions summed by month, cell, channel and group of users.
-- Each month of interactions counts by itself.

select
    date_trunc('month', day)::DATE as month,
    cell_id,
    channel,
    user_group,
    sum(interactions)::BIGINT as interactions
from interactions
group by 1, 2, 3, 4
order by 3, 1, 2, 4
