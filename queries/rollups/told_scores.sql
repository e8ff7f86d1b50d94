-- Scored answers around the day customers were told of a change of ours, of those who were told and
-- those who were not, by change and cell.
--
-- Told is a customer with a contact of direction told on the day or in the 29 days after it. Before
-- is the year up to that day, after the year that follows these 30 days; answers within them are
-- left out. Only customers the change touched are held against each other, and none who joined later
-- than the day, as nobody could tell them. A change of which nobody was told has no rows.

with announced as (
    select
        change_id,
        told_on,
        coalesce(trim(exposed), '') = '' as everybody
    from changes
    where lane = 'ours' and told_on is not null
),

informed as (
    select
        announced.change_id,
        contacts.customer_id
    from announced
    inner join contacts
        on
            announced.told_on <= contacts.contacted_on
            and announced.told_on + interval 30 days > contacts.contacted_on
    where contacts.direction = 'told'
    group by 1, 2
),

spans as (
    select
        announced.change_id,
        announced.told_on,
        announced.everybody,
        announced.told_on - interval 1 year as first_day,
        announced.told_on + interval 30 days as later_from,
        announced.told_on + interval 30 days + interval 1 year as later_to
    from announced
    where announced.change_id in (select informed.change_id from informed)
),

scored as (
    select
        survey_responses.customer_id,
        survey_responses.cell_id,
        survey_responses.responded_on,
        survey_responses.recommend_score,
        customers.since
    from survey_responses
    left join customers on survey_responses.customer_id = customers.customer_id
    where
        survey_responses.recommend_score is not null
        and survey_responses.customer_id is not null
),

around as (
    select
        spans.change_id,
        scored.customer_id,
        scored.cell_id,
        scored.recommend_score,
        spans.everybody,
        scored.responded_on >= spans.told_on as is_after
    from spans
    inner join scored
        on
            spans.first_day <= scored.responded_on
            and spans.later_to > scored.responded_on
    where
        (scored.responded_on < spans.told_on or scored.responded_on >= spans.later_from)
        and (scored.since is null or scored.since <= spans.told_on)
)

select
    around.change_id,
    around.cell_id,
    informed.customer_id is not null as is_told,
    around.is_after,
    count(*)::BIGINT as answers,
    sum(case when around.recommend_score >= 9 then 1 else 0 end)::BIGINT as promoters,
    sum(case when around.recommend_score <= 6 then 1 else 0 end)::BIGINT as detractors
from around
left join informed
    on
        around.change_id = informed.change_id
        and around.customer_id = informed.customer_id
left join exposed_cells
    on
        around.change_id = exposed_cells.change_id
        and around.cell_id = exposed_cells.cell_id
where around.everybody or exposed_cells.cell_id is not null
group by 1, 2, 3, 4
order by 1, 2, 3, 4
