-- Items rated in questionnaires, in percent of maximum, one row an item and questionnaire.

select
    ratings_export.response_id::VARCHAR as response_id,
    survey_responses.responded_on,
    survey_responses.cell_id,
    ratings_export.item::VARCHAR as item,
    ratings_export.kind::VARCHAR as kind,
    coalesce(
        ratings_export.wanted_low = 0 and ratings_export.wanted_high = 1, false
    ) as is_pick,
    1e2 * (ratings_export.wanted - ratings_export.wanted_low)
    / (ratings_export.wanted_high - ratings_export.wanted_low) as wanted,
    1e2 * (ratings_export.delivered - ratings_export.delivered_low)
    / (ratings_export.delivered_high - ratings_export.delivered_low) as delivered,
    case
        when abs(ratings_export.wanted_high - ratings_export.wanted_low) = 1
            then ratings_export.wanted = ratings_export.wanted_high
        else abs(ratings_export.wanted_high - ratings_export.wanted) <= 1
    end as wanted_top,
    case
        when abs(ratings_export.delivered_high - ratings_export.delivered_low) = 1
            then ratings_export.delivered = ratings_export.delivered_high
        else abs(ratings_export.delivered_high - ratings_export.delivered) <= 1
    end as delivered_top,
    1e2 * (ratings_export.effort - ratings_export.effort_low)
    / (ratings_export.effort_high - ratings_export.effort_low) as effort,
    ratings_export.functional::INTEGER as functional,
    ratings_export.dysfunctional::INTEGER as dysfunctional
from ratings_export
inner join survey_responses
    on ratings_export.response_id::VARCHAR = survey_responses.response_id
where
    ratings_export.wanted is not null
    or ratings_export.delivered is not null
    or ratings_export.effort is not null
    or (ratings_export.functional is not null and ratings_export.dysfunctional is not null)
order by survey_responses.responded_on, ratings_export._row
