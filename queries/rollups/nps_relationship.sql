-- Scored answers by month, cell, age of the relationship and how often the customer had answered.
--
-- tenure_years is the first full year of the band that the time from customers.since to the day of
-- the answer falls in: 0, 1, 2 (up to 5), 5 (up to 10) or 10; null where since is not known or later
-- than the answer. nth_answer is 1, 2 or 3 (the third or a later scored answer of the customer, of
-- all time); null without a customer_id.

with numbered as (
    select
        customer_id,
        cell_id,
        responded_on,
        recommend_score,
        row_number() over (partition by customer_id order by responded_on, export_row) as nth_answer
    from survey_responses
    where recommend_score is not null and customer_id is not null
),

scored as (
    select
        customer_id,
        cell_id,
        responded_on,
        recommend_score,
        least(nth_answer, 3)::INTEGER as nth_answer
    from numbered
    union all
    select
        customer_id,
        cell_id,
        responded_on,
        recommend_score,
        null::INTEGER as nth_answer
    from survey_responses
    where recommend_score is not null and customer_id is null
)

select
    date_trunc('month', scored.responded_on)::DATE as month,
    scored.cell_id,
    case
        when scored.responded_on < customers.since then null
        when scored.responded_on < customers.since + interval 1 year then 0
        when scored.responded_on < customers.since + interval 2 years then 1
        when scored.responded_on < customers.since + interval 5 years then 2
        when scored.responded_on < customers.since + interval 10 years then 5
        when customers.since is not null then 10
    end as tenure_years,
    scored.nth_answer,
    count(*)::BIGINT as answers,
    sum(case when scored.recommend_score >= 9 then 1 else 0 end)::BIGINT as promoters,
    sum(case when scored.recommend_score in (7, 8) then 1 else 0 end)::BIGINT as passives,
    sum(case when scored.recommend_score <= 6 then 1 else 0 end)::BIGINT as detractors
from scored
left join customers on scored.customer_id = customers.customer_id
group by 1, 2, 3, 4
order by 1, 2, 3, 4
