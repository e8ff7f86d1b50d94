-- Answers counted by month and cell: what nps_daily holds, for periods of whole months.

select
    month,
    cell_id,
    min(day) as first_day,
    max(day) as last_day,
    sum(questionnaires)::BIGINT as questionnaires,
    sum(answers)::BIGINT as answers,
    sum(promoters)::BIGINT as promoters,
    sum(passives)::BIGINT as passives,
    sum(detractors)::BIGINT as detractors,
    sum(weights) as weights,
    sum(weights_promoters) as weights_promoters,
    sum(weights_detractors) as weights_detractors,
    sum(weight_squares) as weight_squares,
    sum(weight_squares_promoters) as weight_squares_promoters,
    sum(weight_squares_detractors) as weight_squares_detractors
from nps_daily
group by 1, 2
order by 1, 2
