-- Which items delight, which are expected, and which are wanted the more the better?
--
-- grain: item
--
-- item             TEXT     what was asked of, in the company's words
-- category         TEXT     attractive, one_dimensional, must_be, indifferent, reverse or questionable: the largest count of those
--                           three, or these three, that hold more answers (Blauth's rule; a tie goes to must_be, one_dimensional,
--                           attractive, indifferent, in this order) (rests on respondents)
-- attractive       BIGINT   people whose pair of answers is attractive: they like it, and do not mind its absence (rests on respondents)
-- one_dimensional  BIGINT   they like it, and dislike its absence (rests on respondents)
-- must_be          BIGINT   they expect it or do not mind it, and dislike its absence (rests on respondents)
-- indifferent      BIGINT   neither its presence nor its absence matters (rests on respondents)
-- reverse          BIGINT   they would rather not have it (rests on respondents)
-- questionable     BIGINT   their two answers contradict each other (rests on respondents)
-- better           DOUBLE   (attractive + one_dimensional) / (those + must_be + indifferent), 0 to 1:
--                           how much having it satisfies (rests on respondents, deciding)
-- worse            DOUBLE   -(one_dimensional + must_be) / the same four, -1 to 0:
--                           how much lacking it dissatisfies (rests on respondents, deciding)
-- respondents      BIGINT   people who answered both questions (rests on respondents)
-- better_low       DOUBLE   lower end of the 95 % interval of better (Wilson) (rests on respondents, deciding)
-- better_high      DOUBLE   upper end of it (rests on respondents, deciding)
-- worse_low        DOUBLE   lower end of the 95 % interval of worse (Wilson) (rests on respondents, deciding)
-- worse_high       DOUBLE   upper end of it (rests on respondents, deciding)
-- mixed            BOOLEAN  whether people differ too much for one class: the two largest counts are within chance of each other, or
--                           the category is not the largest (rests on respondents)
--
-- workings:
-- deciding         BIGINT   people whose answers are attractive, one_dimensional, must_be or indifferent

with counted as (
    select
        item,
        sum(attractive)::BIGINT as attractive,
        sum(one_dimensional)::BIGINT as one_dimensional,
        sum(must_be)::BIGINT as must_be,
        sum(indifferent)::BIGINT as indifferent,
        sum(reverse)::BIGINT as reverse,
        sum(questionable)::BIGINT as questionable
    from kano_monthly
    where
        month between date_trunc('month', $start_date)::DATE and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by item
),

summed as (
    select
        *,
        attractive + one_dimensional + must_be + indifferent as deciding,
        attractive + one_dimensional + must_be + indifferent + reverse + questionable
            as respondents,
        attractive + one_dimensional + must_be > indifferent + reverse + questionable as matters,
        list_reverse_sort(
            [attractive, one_dimensional, must_be, indifferent, reverse, questionable]
        ) as largest
    from counted
),

classed as (
    select
        *,
        case
            when matters and must_be >= greatest(one_dimensional, attractive) then 'must_be'
            when matters and one_dimensional >= attractive then 'one_dimensional'
            when matters then 'attractive'
            when indifferent >= greatest(reverse, questionable) then 'indifferent'
            when reverse >= questionable then 'reverse'
            else 'questionable'
        end as category,
        case
            when matters then greatest(attractive, one_dimensional, must_be)
            else greatest(indifferent, reverse, questionable)
        end as in_category
    from summed
)

select
    item,
    category,
    attractive,
    one_dimensional,
    must_be,
    indifferent,
    reverse,
    questionable,
    (attractive + one_dimensional) / nullif(deciding, 0) as better,
    -(one_dimensional + must_be) / nullif(deciding, 0) as worse,
    respondents,
    wilson_low(attractive + one_dimensional, deciding) / 1e2 as better_low,
    wilson_high(attractive + one_dimensional, deciding) / 1e2 as better_high,
    0 - wilson_high(one_dimensional + must_be, deciding) / 1e2 as worse_low,
    0 - wilson_low(one_dimensional + must_be, deciding) / 1e2 as worse_high,
    in_category < largest[1]
    or largest[1] - largest[2] < z95() * sqrt(
        largest[1] + largest[2] - (largest[1] - largest[2]) ** 2 / respondents
    ) as mixed,
    deciding
from classed
order by better - worse desc nulls last, item
