-- Answers acted upon, in our types, one row each.

select
    response_id::VARCHAR as response_id,
    opened_on::DATE as opened_on,
    owner::VARCHAR as owner,
    decided_on::DATE as decided_on,
    done_on::DATE as done_on,
    told_on::DATE as told_on,
    outcome::VARCHAR as outcome
from follow_ups_export
order by opened_on, response_id
