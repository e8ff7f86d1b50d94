-- What do promoters praise, and where do passives and detractors fall short of them?
--
-- grain: item
--
-- item                       TEXT    what was rated, in the company's words
-- delivered_promoters        DOUBLE  mean delivery as promoters (score 9 or 10) rate it, percent of maximum (rests on respondents_promoters)
-- delivered_promoters_low    DOUBLE  lower end of its 95 % interval, percent (rests on respondents_promoters)
-- delivered_promoters_high   DOUBLE  upper end of its 95 % interval, percent (rests on respondents_promoters)
-- delivered_passives         DOUBLE  mean delivery as passives (7 or 8) rate it, percent of maximum (rests on respondents_passives)
-- delivered_passives_low     DOUBLE  lower end of its 95 % interval, percent (rests on respondents_passives)
-- delivered_passives_high    DOUBLE  upper end of its 95 % interval, percent (rests on respondents_passives)
-- delivered_detractors       DOUBLE  mean delivery as detractors (0 to 6) rate it, percent of maximum (rests on respondents_detractors)
-- delivered_detractors_low   DOUBLE  lower end of its 95 % interval, percent (rests on respondents_detractors)
-- delivered_detractors_high  DOUBLE  upper end of its 95 % interval, percent (rests on respondents_detractors)
-- shortfall_passives         DOUBLE  delivered_promoters less delivered_passives, points (rests on respondents_promoters, respondents_passives)
-- shortfall_passives_low     DOUBLE  lower end of its 95 % interval, points (rests on respondents_promoters, respondents_passives)
-- shortfall_passives_high    DOUBLE  upper end of its 95 % interval, points (rests on respondents_promoters, respondents_passives)
-- shortfall_detractors       DOUBLE  delivered_promoters less delivered_detractors, points (rests on respondents_promoters, respondents_detractors)
-- shortfall_detractors_low   DOUBLE  lower end of its 95 % interval, points (rests on respondents_promoters, respondents_detractors)
-- shortfall_detractors_high  DOUBLE  upper end of its 95 % interval, points (rests on respondents_promoters, respondents_detractors)
-- respondents_promoters      BIGINT  promoters who rated it (rests on respondents_promoters)
-- respondents_passives       BIGINT  passives who rated it (rests on respondents_passives)
-- respondents_detractors     BIGINT  detractors who rated it (rests on respondents_detractors)
-- respondents                BIGINT  people with a score who rated it (rests on respondents)
-- one_in                     DOUBLE  one person in so many was drawn at random; 1 is everybody (rests on respondents)
--
-- steps: delivery_by_group

with people as (
    select
        respondent,
        bucket,
        one_in,
        case when score >= 9 then 'promoters' when score >= 7 then 'passives' else 'detractors' end
            as kind
    from raters
    where
        month between date_trunc('month', $start_date)::DATE and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
)

select
    raters_delivered.item,
    people.kind,
    people.bucket,
    count(*)::BIGINT as respondents,
    sum(raters_delivered.delivered) as delivered_sum,
    max(people.one_in) as one_in
from people
inner join raters_delivered on people.respondent = raters_delivered.respondent
where raters_delivered.month between date_trunc('month', $start_date)::DATE and $end_date
group by raters_delivered.item, people.kind, people.bucket
order by raters_delivered.item, people.kind, people.bucket
