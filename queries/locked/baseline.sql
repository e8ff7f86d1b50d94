-- Answers of the baseline year counted by cell, as they were when it was first published.
--
-- Counted once: a version takes over the rows of the one before it while the year is the same.

select
    baseline_year.first_day as year,
    nps_monthly.cell_id,
    baseline_year.published_on,
    sum(nps_monthly.questionnaires)::BIGINT as questionnaires,
    sum(nps_monthly.answers)::BIGINT as answers,
    sum(nps_monthly.promoters)::BIGINT as promoters,
    sum(nps_monthly.passives)::BIGINT as passives,
    sum(nps_monthly.detractors)::BIGINT as detractors,
    sum(nps_monthly.weights) as weights,
    sum(nps_monthly.weights_promoters) as weights_promoters,
    sum(nps_monthly.weights_detractors) as weights_detractors,
    sum(nps_monthly.weight_squares) as weight_squares,
    sum(nps_monthly.weight_squares_promoters) as weight_squares_promoters,
    sum(nps_monthly.weight_squares_detractors) as weight_squares_detractors
from nps_monthly
cross join baseline_year
where nps_monthly.month between baseline_year.first_day and baseline_year.last_day
group by 1, 2, 3
having sum(nps_monthly.answers) > 0
order by 2
