-- What did we do to bring customers to each channel?
--
-- grain: change_id
--
-- change_id   TEXT  our change
-- channel     TEXT  the channel that its title, or else its note, names first
-- what        TEXT  push where the change is one of kind channel, teaching where one of people or message
-- title       TEXT  the change in a few words
-- started_on  DATE  day it started

select
    change_id,
    channel,
    case when is_push then 'push' else 'teaching' end as what,
    title,
    started_on
from about_channels()
where lane = 'ours' and started_on between $start_date and $end_date
order by started_on, change_id
