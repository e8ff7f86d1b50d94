-- Which gaps between what customers want and what they get would be worth closing first?
--
-- grain: item, value
--
-- item                   TEXT    what was rated, in the company's words
-- value                  TEXT    value of the breakdown; null where there is none
-- score                  DOUBLE  opportunity score, 0 to 20: I + max(I - S, 0), I and S the shares that want and get it in the
--                                top two boxes, scaled 0 to 10; null where asked on one side only (rests on respondents)
-- score_low              DOUBLE  lower end of its 95 % interval: bootstrap by respondent, half a person added to each group drawn from (rests on respondents)
-- score_high             DOUBLE  upper end of its 95 % interval (rests on respondents)
-- band                   TEXT    served (score below 10), opportunity (from 10), high (from 12), extreme (from 15) (rests on respondents)
-- people_affected        BIGINT  people who want it and do not get it, of affected_of; asked of different people, as many as
--                                would if wanting and getting were unrelated (rests on respondents, affected_of)
-- respondents            BIGINT  people on the smaller of both sides, on whom the score rests; 0 where one side was not asked (rests on respondents)
-- wanted_top             DOUBLE  percent who want it in the top two boxes; of picks, percent who picked it: 10 I (rests on respondents_wanted)
-- delivered_top          DOUBLE  percent who get it in the top two boxes: 10 S (rests on respondents_delivered)
-- affected               DOUBLE  people_affected in percent of affected_of (rests on respondents, affected_of)
-- affected_low           DOUBLE  lower end of its 95 % interval, from the same draws (rests on respondents, affected_of)
-- affected_high          DOUBLE  upper end of its 95 % interval (rests on respondents, affected_of)
-- affected_of            BIGINT  people who said both; asked of different people, those who said how much they want it (rests on affected_of)
-- respondents_wanted     BIGINT  people who said how much they want it (rests on respondents_wanted)
-- respondents_delivered  BIGINT  people who said how well it is delivered (rests on respondents_delivered)
-- is_paired              BOOLEAN  whether at least half of the smaller side said both; null where one side was not asked
-- is_pick                BOOLEAN  whether wants are picks (name your top three) rather than ratings
--
-- workings:
-- both_top               BIGINT  people who said both: want it and get it
-- wanted_top_only        BIGINT  people who said both: want it and do not get it
-- delivered_top_only     BIGINT  people who said both: get it and do not want it
-- neither_top            BIGINT  people who said both: neither
-- wanted_top_n           BIGINT  people who want it, of respondents_wanted
-- delivered_top_n        BIGINT  people who get it, of respondents_delivered
--
-- steps: opportunity_scores

with per_item as (
    select
        item,
        value,
        bool_or(is_pick) as is_pick,
        sum(wanted_n)::BIGINT as wanted_n,
        sum(wanted_top)::BIGINT as wanted_top,
        sum(delivered_n)::BIGINT as delivered_n,
        sum(delivered_top)::BIGINT as delivered_top,
        sum(both_n)::BIGINT as both_n,
        sum(both_top)::BIGINT as both_top,
        sum(wanted_top_only)::BIGINT as wanted_top_only,
        sum(delivered_top_only)::BIGINT as delivered_top_only,
        sum(neither_top)::BIGINT as neither_top
    from
        rated(
            date_trunc('month', $start_date)::DATE,
            $end_date,
            $whole_from,
            $whole_to,
            $cells::INTEGER[],
            $dimension
        )
    group by item, value
)

select
    item,
    value,
    is_pick,
    both_top,
    wanted_top_only,
    delivered_top_only,
    neither_top,
    wanted_top as wanted_top_n,
    delivered_top as delivered_top_n,
    wanted_n as respondents_wanted,
    delivered_n as respondents_delivered,
    least(wanted_n, delivered_n) as respondents,
    percent_of(wanted_top, wanted_n) as wanted_top,
    percent_of(delivered_top, delivered_n) as delivered_top,
    case
        when wanted_n > 0 and delivered_n > 0 then both_n * 2 >= least(wanted_n, delivered_n)
    end as is_paired
from per_item
where wanted_n > 0 or delivered_n > 0
order by item, value
