-- Do we change what customers want most?
--
-- grain: item
--
-- item               TEXT    what customers want, in the company's words; null: changes of ours that aim at no item
-- wanted             DOUBLE  mean want, percent of maximum; of picks, percent who picked it (rests on respondents)
-- rank               BIGINT  place by want, 1 is wanted most; items picked and items rated have places of their own (rests on respondents)
-- changes_completed  BIGINT  changes of ours aimed at it that were completed in the period (rests on changes_are_no_answers)
-- changes_open       BIGINT  changes of ours aimed at it that have begun and have no day of completion by the end of the period:
--                            open, or done in a moment (rests on changes_are_no_answers)
-- respondents        BIGINT  customers who said how much they want it (rests on respondents)
--
-- workings:
-- changes_are_no_answers  BIGINT  the minimum itself: what the company does is not hidden

-- A period that holds the first answer holds all changes before it; with the latest, all up to now.
with span as (
    select
        case when $start_date <= min(first_day) then '0001-01-01'::DATE else $start_date end
            as first_day,
        case when $end_date >= max(last_day) then greatest($end_date, $as_of) else $end_date end
            as last_day
    from nps_monthly
),

done as (
    select
        changes.item,
        count(*) filter (
            where changes.ended_on between span.first_day and span.last_day
        ) as completed,
        count(*) filter (
            where changes.ended_on is null or changes.ended_on > span.last_day
        ) as still_open
    from changes
    cross join span
    where
        changes.lane = 'ours'
        and changes.started_on <= span.last_day
        and coalesce(changes.ended_on >= span.first_day, true)
        and ($cells::INTEGER[] is null or len($cells::INTEGER[]) > 0)
    group by changes.item
),

wants as (
    select
        item,
        bool_or(is_pick) as is_pick,
        sum(wanted_n)::BIGINT as n,
        mean_of(sum(wanted_sum), sum(wanted_n)) as wanted
    from
        rated(
            date_trunc('month', $start_date)::DATE,
            $end_date,
            $whole_from,
            $whole_to,
            $cells::INTEGER[],
            null
        )
    group by item
    having sum(wanted_n) > 0
),

ranked as (
    select
        *,
        rank() over (partition by is_pick order by wanted desc) as place
    from wants
)

select
    coalesce(ranked.item, done.item) as item,
    ranked.wanted,
    ranked.place as rank,
    coalesce(done.completed, 0) as changes_completed,
    coalesce(done.still_open, 0) as changes_open,
    coalesce(ranked.n, 0) as respondents,
    $minimum::BIGINT as changes_are_no_answers
from ranked
full outer join done on ranked.item = done.item
order by rank is null asc, ranked.is_pick asc, rank asc, item asc
