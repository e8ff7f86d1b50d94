-- Answered questionnaires in our types, one row each.

select
    coalesce(response_id::VARCHAR, 'answer ' || _row) as response_id,
    customer_id::VARCHAR as customer_id,
    responded_on::DATE as responded_on,
    recommend_score::INTEGER as recommend_score,
    comment::VARCHAR as comment,
    sent_on::DATE as sent_on,
    cell_id,
    coalesce(weight, 1)::DOUBLE as weight,
    _row::BIGINT as export_row
from survey_responses_export
order by responded_on, _row
