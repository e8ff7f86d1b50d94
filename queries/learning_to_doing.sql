-- How long does it take us from learning to doing?
--
-- grain: step
--
-- step         TEXT    of changes of ours: learned to decided, decided to done, done to told, told to measured again,
--                      learned to done; of answers acted upon: follow-up: opened to decided, decided to done, done to
--                      told, opened to done. Done is completed; measured again is the first month with enough ratings
--                      of its item (of any, where it aimed at none: answers with a score) that starts after the telling
-- median_days  DOUBLE  days until half had taken the step (Kaplan-Meier, with what is open counted as open); told before
--                      done counts as 0; null while fewer than half have (rests on changes_are_no_answers)
-- low          DOUBLE  lower end of its 95 % interval, days; null while too few have (rests on changes_are_no_answers)
-- high         DOUBLE  upper end of it, days; null: without limit so far (rests on changes_are_no_answers)
-- done         BIGINT  changes, or answers, that have taken the step (rests on changes_are_no_answers)
-- open         BIGINT  those that have not by the as-of day or the end of the period (rests on changes_are_no_answers)
--
-- workings:
-- changes_are_no_answers  BIGINT  the minimum itself: what we do is not hidden
--
-- steps: waits_by_step

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
),

ours as (
    select *
    from changes
    where lane = 'ours'
),

asked_again as (
    select
        item,
        month,
        greatest(sum(wanted_n), sum(delivered_n)) as n
    from ratings_monthly
    group by item, month
    union all
    select
        null as item,
        month,
        sum(answers) as n
    from nps_monthly
    group by month
),

measured as (
    select
        ours.change_id,
        min(asked_again.month) as measured_on
    from ours
    inner join asked_again
        on
            ours.item is not distinct from asked_again.item
            and ours.told_on <= asked_again.month
    where asked_again.n >= greatest($minimum, 1)
    group by ours.change_id
),

steps as (
    select
        1 as place,
        'learned to decided' as step,
        learned_on as from_on,
        decided_on as to_on,
        1 as many
    from ours
    where decided_on is not null or (ended_on is null and started_on > $as_of)
    union all
    select
        2 as place,
        'decided to done' as step,
        decided_on as from_on,
        ended_on as to_on,
        1 as many
    from ours
    union all
    select
        3 as place,
        'done to told' as step,
        ended_on as from_on,
        told_on as to_on,
        1 as many
    from ours
    union all
    select
        4 as place,
        'told to measured again' as step,
        ours.told_on as from_on,
        measured.measured_on as to_on,
        1 as many
    from ours
    left join measured on ours.change_id = measured.change_id
    union all
    select
        5 as place,
        'learned to done' as step,
        learned_on as from_on,
        ended_on as to_on,
        1 as many
    from ours
    union all
    select
        list_position(
            ['opened to decided', 'decided to done', 'done to told', 'opened to done'], step
        ) + 5 as place,
        'follow-up: ' || step as step,
        from_on,
        to_on,
        follow_ups as many
    from follow_up_steps
)

select
    steps.step,
    greatest(
        least(coalesce(steps.to_on, span.last_day), span.last_day) - steps.from_on, 0
    ) as waited,
    coalesce(steps.to_on <= span.last_day, false) as is_done,
    sum(steps.many)::BIGINT as many,
    $minimum::BIGINT as changes_are_no_answers
from steps
cross join span
where
    steps.from_on <= span.last_day
    and steps.from_on >= span.first_day
group by steps.place, steps.step, waited, is_done
order by steps.place, waited, is_done
