-- Answers counted by day and cell.
--
-- questionnaires counts every answered questionnaire, answers those with a score from 0 to 10;
-- the weighted sums are over the latter.
--
-- Each day of survey_responses counts by itself.

select
    responded_on as day,
    date_trunc('month', responded_on)::DATE as month,
    cell_id,
    count(*)::BIGINT as questionnaires,
    count(recommend_score)::BIGINT as answers,
    sum(case when recommend_score >= 9 then 1 else 0 end)::BIGINT as promoters,
    sum(case when recommend_score in (7, 8) then 1 else 0 end)::BIGINT as passives,
    sum(case when recommend_score <= 6 then 1 else 0 end)::BIGINT as detractors,
    sum(case when recommend_score >= 0 then weight else 0 end) as weights,
    sum(case when recommend_score >= 9 then weight else 0 end) as weights_promoters,
    sum(case when recommend_score <= 6 then weight else 0 end) as weights_detractors,
    sum(case when recommend_score >= 0 then weight * weight else 0 end) as weight_squares,
    sum(case when recommend_score >= 9 then weight * weight else 0 end)
        as weight_squares_promoters,
    sum(case when recommend_score <= 6 then weight * weight else 0 end)
        as weight_squares_detractors
from survey_responses
group by 1, 2, 3
order by 1, 3
