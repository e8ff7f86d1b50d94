-- Are we getting faster from learning to doing?
--
-- grain: period
--
-- period       DATE    first day of the fiscal year in which we learned of the need for a change
-- median_days  DOUBLE  days from learning until half of that year's changes of ours were completed (Kaplan-Meier, what
--                      is open counted as open); null while fewer than half are (rests on changes_are_no_answers)
-- low          DOUBLE  lower end of its 95 % interval, days; null while too few are (rests on changes_are_no_answers)
-- high         DOUBLE  upper end of it, days; null: without limit so far (rests on changes_are_no_answers)
-- done         BIGINT  changes learned of in that year and completed (rests on changes_are_no_answers)
-- open         BIGINT  the others (rests on changes_are_no_answers)
-- trend        DOUBLE  log-rank trend over the years, in standard errors: above 0 is getting faster; the same in every row
--                      (rests on changes_are_no_answers)
-- p            DOUBLE  chance of such a trend over the years or a steeper one if all were alike (Tarone); the
--                      same in every row (rests on changes_are_no_answers)
--
-- workings:
-- changes_are_no_answers  BIGINT  the minimum itself: what we do is not hidden
--
-- steps: waits_by_period

-- A period that holds the first answer and the latest holds what came before, up to the as-of day.
with answered as (
    select $start_date <= min(first_day) and $end_date >= max(last_day) as all_time
    from nps_monthly
),

span as (
    select
        case when not all_time then $start_date else '0001-01-01'::DATE end as first_day,
        case when not all_time then least($end_date, $as_of) else $as_of end as last_day
    from answered
)

select
    period_of(
        date_trunc('month', changes.learned_on)::DATE, 'year', $fiscal_year_starts, null
    ) as period,
    greatest(
        least(coalesce(changes.ended_on, span.last_day), span.last_day) - changes.learned_on, 0
    ) as waited,
    coalesce(changes.ended_on <= span.last_day, false) as is_done,
    count(*) as many,
    $minimum::BIGINT as changes_are_no_answers
from changes
cross join span
where
    changes.lane = 'ours'
    and changes.learned_on <= span.last_day
    and changes.learned_on >= span.first_day
group by period, waited, is_done
order by period, waited, is_done
