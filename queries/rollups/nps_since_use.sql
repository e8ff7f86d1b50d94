-- Scored answers by month, cell, channel and time since the customer first used that channel.
--
-- A customer's first use is the earliest answer that carries the channel as a dimension, or the
-- earliest contact by it that the customer began (direction they_called, or none given).
-- since_months is the first full month of the band that the answer falls in: -1 (before first use),
-- 0, 3, 6 or 12. An answer stands in one band of every channel its customer ever used, but for those
-- given on the day of first use: most often it is known by that very answer, and whoever answers once
-- only would fill one band. The twelve channels that most customers used are kept.

with in_channels as (
    select
        cell_id,
        value as channel
    from cell_values
    where dimension = 'channel'
),

began as (
    select
        customer_id,
        channel,
        min(contacted_on) as used_on
    from contacts
    where
        channel is not null
        and coalesce(direction, 'they_called') = 'they_called'
    group by 1, 2
),

-- Answers of whoever answered once, and never called, tell of no other day.
followed as (
    select customer_id
    from survey_responses
    where customer_id is not null and exists (select 1 from in_channels)
    group by 1
    having min(responded_on) < max(responded_on)
    union distinct
    select customer_id
    from began
),

uses as (
    select
        survey_responses.customer_id,
        in_channels.channel,
        min(survey_responses.responded_on) as used_on
    from survey_responses
    inner join in_channels on survey_responses.cell_id = in_channels.cell_id
    inner join followed on survey_responses.customer_id = followed.customer_id
    group by 1, 2
    union all
    select *
    from began
),

first_uses as (
    select
        customer_id,
        channel,
        min(used_on) as first_on
    from uses
    group by 1, 2
),

users as (
    select
        channel,
        count(*) as customers
    from first_uses
    group by 1
),

most_used as (
    select
        channel,
        customers
    from users
    order by 2 desc, 1 asc
    limit 12
)

select
    date_trunc('month', survey_responses.responded_on)::DATE as month,
    survey_responses.cell_id,
    first_uses.channel,
    case
        when survey_responses.responded_on < first_uses.first_on then -1
        when survey_responses.responded_on < first_uses.first_on + interval 3 months then 0
        when survey_responses.responded_on < first_uses.first_on + interval 6 months then 3
        when survey_responses.responded_on < first_uses.first_on + interval 1 year then 6
        else 12
    end::INTEGER as since_months,
    count(*)::BIGINT as answers,
    sum(case when survey_responses.recommend_score >= 9 then 1 else 0 end)::BIGINT as promoters,
    sum(case when survey_responses.recommend_score in (7, 8) then 1 else 0 end)::BIGINT as passives,
    sum(case when survey_responses.recommend_score <= 6 then 1 else 0 end)::BIGINT as detractors
from survey_responses
inner join first_uses on survey_responses.customer_id = first_uses.customer_id
inner join most_used on first_uses.channel = most_used.channel
where
    survey_responses.recommend_score is not null
    and survey_responses.responded_on != first_uses.first_on
group by 1, 2, 3, 4
order by 1, 2, 3, 4
