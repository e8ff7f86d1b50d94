-- Which items go with a high recommend score?
--
-- grain: item
--
-- item                TEXT    what was rated, in the company's words
-- share               DOUBLE  percent of R2 the item carries: LMG, above 13 items Johnson's relative weights; null outside the model (rests on respondents)
-- share_low           DOUBLE  lower end of its 95 % interval, percent; above 0 it is no evidence of influence (rests on respondents)
-- share_high          DOUBLE  upper end of its 95 % interval, percent (rests on respondents)
-- r2                  DOUBLE  R2 of all items in the model: the part of the differences between scores they explain, 0 to 1 (rests on respondents)
-- stated              DOUBLE  mean want, percent of maximum; of picks, percent who picked it; null where not asked (rests on respondents_stated)
-- respondents         BIGINT  people with a score who rated all items of the model; of an item outside it, who rated that (rests on respondents)
--
-- workings:
-- respondents_stated  BIGINT  people who said how much they want it
--
-- steps: driver_shares

with people as (
    select
        respondent,
        bucket,
        score
    from raters
    where
        month between date_trunc('month', $start_date)::DATE and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
),

stated as (
    select
        item,
        mean_of(sum(wanted_sum), sum(wanted_n)) as stated,
        sum(wanted_n)::BIGINT as respondents_stated
    from
        rated(
            date_trunc('month', $start_date)::DATE,
            $end_date,
            $whole_from,
            $whole_to,
            $cells::INTEGER[],
            null
        )
    where wanted_n > 0
    group by item
)

select
    people.respondent,
    people.bucket,
    people.score,
    raters_delivered.item,
    raters_delivered.delivered,
    null::DOUBLE as stated,
    null::BIGINT as respondents_stated
from people
inner join raters_delivered on people.respondent = raters_delivered.respondent
where raters_delivered.month between date_trunc('month', $start_date)::DATE and $end_date
union all
select
    null as respondent,
    null as bucket,
    null as score,
    item,
    null as delivered,
    stated,
    respondents_stated
from stated
