-- Have customers changed while we have not?
--
-- grain: rule
--
-- rule       TEXT     what is looked at, over the twelve months up to the as-of day or the end of the period asked
-- threshold  DOUBLE   customer shifts: at least so many; changes of ours completed: at most so many; both together: so
--                     many of the two met; null where the row only says more (rests on changes_are_no_answers)
-- value      DOUBLE   how many there were; found are those of customer_shifts that likeliest began then
--                     (rests on changes_are_no_answers)
-- fires      BOOLEAN  whether complacency is warned of: where both are met; the same in every row
--
-- workings:
-- changes_are_no_answers  BIGINT  the minimum itself: what changed is not hidden
--
-- steps: complacency

with span as (
    select
        last_day,
        (last_day - interval 12 months)::DATE as after
    from changes_recorded($start_date, $end_date, $as_of)
),

counted as (
    select
        span.after as counted_after,
        span.last_day as counted_to,
        count(*) filter (
            where
            changes.lane = 'customers'
            and changes.started_on > span.after
            and changes.started_on <= span.last_day
        ) as recorded,
        count(*) filter (
            where
            changes.lane = 'ours'
            and changes.ended_on > span.after
            and changes.ended_on <= span.last_day
        ) as completed
    from span
    cross join changes
    group by span.after, span.last_day
)

select
    counted.*,
    said.series,
    said.period,
    said.last_day,
    said.is_share,
    said.n,
    said.total,
    said.squares,
    said.other_n,
    said.other_total,
    said.other_squares,
    said.design_effect,
    coalesce(
        said.last_day <= counted.counted_to
        and said.n >= greatest($minimum, 1)
        and (said.other_n = 0 or said.other_n >= $minimum),
        false
    ) as counts,
    $minimum::BIGINT as changes_are_no_answers
from counted
left join
    told('0001-01-01'::DATE, $end_date, $cells::INTEGER[], $fiscal_year_starts) as said
    on true
where $cells::INTEGER[] is null or len($cells::INTEGER[]) > 0
order by said.series, said.period
