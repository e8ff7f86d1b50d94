-- Surveys sent, summed by month, cell and survey.
-- Each month of invitations counts by itself.

select
    date_trunc('month', day)::DATE as month,
    cell_id,
    survey,
    sum(sent)::BIGINT as sent
from invitations
group by 1, 2, 3
order by 1, 2, 3
