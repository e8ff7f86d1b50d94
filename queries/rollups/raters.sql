-- People who gave a score and said how well an item is delivered: everybody, or a random sample.
--
-- Where about half a million people or more rated, those whose response_id comes first in the order
-- of md5, in number about half a million: any filter leaves a random sample of its people.
-- one_in: one person in so many was drawn, 1 is everybody. bucket puts each customer, with all of
-- their answers, into one of fifty random groups, from which intervals are drawn.

with raters_in_a_256th as (
    select count(*) as people
    from (
        select distinct response_id
        from ratings
        where delivered is not null and md5(response_id) < '01'
    ) as first_ones
),

draw as (
    select floor(65536 * least(1e0, 500000 / (256e0 * greatest(people, 1)))) as of_65536
    from raters_in_a_256th
),

drawn as (
    select distinct
        ratings.response_id,
        draw.of_65536
    from ratings
    cross join draw
    where
        ratings.delivered is not null
        and md5(ratings.response_id) < case
            when draw.of_65536 = 65536 then 'g'
            else lpad(lower(hex(draw.of_65536::BIGINT)), 4, '0')
        end
),

scored as (
    select
        drawn.response_id,
        65536 / drawn.of_65536 as one_in,
        survey_responses.responded_on,
        survey_responses.cell_id,
        survey_responses.recommend_score as score,
        md5(coalesce(survey_responses.customer_id, drawn.response_id)) as mark
    from drawn
    inner join survey_responses on drawn.response_id = survey_responses.response_id
    where survey_responses.recommend_score is not null
)

select
    date_trunc('month', responded_on)::DATE as month,
    cell_id,
    row_number() over (order by response_id) as respondent,
    response_id,
    score,
    mod(
        256 * instr('0123456789abcdef', substr(mark, 1, 1))
        + 16 * instr('0123456789abcdef', substr(mark, 2, 1))
        + instr('0123456789abcdef', substr(mark, 3, 1)),
        50
    ) as bucket,
    one_in
from scored
order by 1, 3
