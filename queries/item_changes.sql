-- What did ratings of an item do before and after each change that aimed at it?
--
-- grain: item, change_id, side
--
-- item                TEXT    what was rated, in the company's words
-- change_id           TEXT    the change
-- side                TEXT    wanted or delivered
-- title               TEXT    the change in a few words
-- lane                TEXT    who changed: ours, customers or market
-- started_on          DATE    day it started
-- ended_on            DATE    day it was completed or ended; null while open, or for a moment
-- before              DOUBLE  mean of the months before the one in which it started, percent of maximum (rests on respondents_before)
-- after               DOUBLE  mean of the months after it, its own only where it started on the first; percent of maximum (rests on respondents_after)
-- difference          DOUBLE  after less before, points; no proof that the change made it (rests on respondents_before, respondents_after)
-- difference_low      DOUBLE  lower end of its 95 % interval (Welch), points (rests on respondents_before, respondents_after)
-- difference_high     DOUBLE  upper end of its 95 % interval (Welch), points (rests on respondents_before, respondents_after)
-- respondents_before  BIGINT  people who rated that side in the months before (rests on respondents_before)
-- respondents_after   BIGINT  people who rated that side in the months after (rests on respondents_after)
--
-- workings:
-- difference_se       DOUBLE  standard error of the difference, points
-- difference_df       DOUBLE  its degrees of freedom
--
-- steps: t_interval_of_difference

with aimed as (
    select
        item,
        change_id,
        title,
        lane,
        started_on,
        ended_on,
        date_trunc('month', started_on)::DATE as start_month,
        case
            when day(started_on) = 1 then started_on
            else (date_trunc('month', started_on) + interval 1 month)::DATE
        end as first_after
    from changes
    where
        started_on between $start_date and $end_date
        and item is not null
        and ($item::VARCHAR is null or item = $item)
),

months as (
    select
        item,
        month,
        sum(wanted_n)::BIGINT as wanted_n,
        sum(wanted_sum) as wanted_sum,
        sum(wanted_squares) as wanted_squares,
        sum(delivered_n)::BIGINT as delivered_n,
        sum(delivered_sum) as delivered_sum,
        sum(delivered_squares) as delivered_squares
    from ratings_monthly
    where
        item in (select aimed.item from aimed)
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by item, month
),

by_side as (
    select
        item,
        month,
        'wanted' as side,
        wanted_n as n,
        wanted_sum as total,
        wanted_squares as squares
    from months
    union all
    select
        item,
        month,
        'delivered' as side,
        delivered_n as n,
        delivered_sum as total,
        delivered_squares as squares
    from months
),

spans as (
    select
        aimed.item,
        aimed.change_id,
        aimed.title,
        aimed.lane,
        aimed.started_on,
        aimed.ended_on,
        by_side.side,
        by_side.n,
        by_side.total,
        by_side.squares,
        by_side.month < aimed.start_month as is_before
    from aimed
    inner join by_side
        on
            aimed.item = by_side.item
            and aimed.start_month - to_months($window) <= by_side.month
            and aimed.first_after + to_months($window) > by_side.month
            and (aimed.start_month > by_side.month or aimed.first_after <= by_side.month)
),

compared as (
    select
        item,
        change_id,
        side,
        min(title) as title,
        min(lane) as lane,
        min(started_on) as started_on,
        min(ended_on) as ended_on,
        coalesce(sum(n) filter (where is_before), 0)::BIGINT as before_n,
        sum(total) filter (where is_before) as before_sum,
        sum(squares) filter (where is_before) as before_squares,
        coalesce(sum(n) filter (where not is_before), 0)::BIGINT as after_n,
        sum(total) filter (where not is_before) as after_sum,
        sum(squares) filter (where not is_before) as after_squares
    from spans
    group by item, change_id, side
    having sum(n) > 0
),

errors as (
    select
        *,
        mean_of(before_sum, before_n) as before,
        mean_of(after_sum, after_n) as after,
        variance_of(before_sum, before_squares, before_n) / nullif(before_n, 0) as before_error,
        variance_of(after_sum, after_squares, after_n) / nullif(after_n, 0) as after_error
    from compared
)

select
    item,
    change_id,
    side,
    title,
    lane,
    started_on,
    ended_on,
    before,
    after,
    after - before as difference,
    before_n as respondents_before,
    after_n as respondents_after,
    sqrt(before_error + after_error) as difference_se,
    (before_error + after_error) ** 2 / nullif(
        before_error ** 2 / (before_n - 1) + after_error ** 2 / (after_n - 1), 0
    ) as difference_df
from errors
order by item asc, started_on asc, change_id asc, side desc
