-- Days between the steps of following up answers: opened, decided, done, told.
--
-- to_on is null where the step is not taken yet; one whose day is missing although a later step has
-- one is left out.

with steps as (
    select
        'opened to decided' as step,
        opened_on as from_on,
        decided_on as to_on
    from follow_ups
    where decided_on is not null or (done_on is null and told_on is null)
    union all
    select
        'decided to done' as step,
        decided_on as from_on,
        done_on as to_on
    from follow_ups
    where done_on is not null or told_on is null
    union all
    select
        'done to told' as step,
        done_on as from_on,
        told_on as to_on
    from follow_ups
    union all
    select
        'opened to done' as step,
        opened_on as from_on,
        done_on as to_on
    from follow_ups
    where done_on is not null or told_on is null
)

select
    step,
    from_on,
    to_on,
    count(*)::BIGINT as follow_ups
from steps
where from_on is not null
group by 1, 2, 3
order by 1, 2, 3
