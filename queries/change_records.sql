-- What is on record about each change, and whom did it touch?
--
-- grain: change_id
--
-- change_id   TEXT  the change
-- exposed     TEXT  whom it touched, as in region=North|East; null: everybody
-- learned_on  DATE  day we learned of the need for it
-- decided_on  DATE  day it was decided
-- told_on     DATE  day customers were told
-- note        TEXT  more about it

select
    change_id,
    exposed,
    learned_on,
    decided_on,
    told_on,
    note
from changes
where
    started_on <= $end_date
    and coalesce(ended_on, started_on) >= $start_date
order by change_id
