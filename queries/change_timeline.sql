-- What did we change, what did customers change, what did the market change, and when?
--
-- grain: change_id
--
-- change_id   TEXT  the change
-- lane        TEXT  who changed: ours, customers or market
-- kind        TEXT  product, price, process, people, channel, message, need, competitor, technology or regulation
-- title       TEXT  the change in a few words
-- item        TEXT  the item it aimed at; null where it aimed at none
-- started_on  DATE  day it started
-- ended_on    DATE  day it was completed or ended; null while open, or for a moment

select
    change_id,
    lane,
    kind,
    title,
    item,
    started_on,
    ended_on
from changes
where
    started_on <= $end_date
    and coalesce(ended_on, started_on) >= $start_date
order by started_on, change_id
