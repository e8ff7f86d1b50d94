-- Surveys sent, in our types, one row a day and survey.

select
    day::DATE as day,
    survey::VARCHAR as survey,
    sent::BIGINT as sent,
    cell_id
from invitations_export
order by day, survey, cell_id
