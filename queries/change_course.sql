-- What was measured month by month, and what was to be expected without each of our changes?
--
-- grain: change_id, measure, period
--
-- change_id         TEXT     the change of ours
-- measure           TEXT     what may have moved: nps, or wanted, delivered or gap of the item it aims at, as `wanted: ITEM`
-- period            DATE     first day of the month
-- observed          DOUBLE   measure of those it touched, points (rests on fewest)
-- expected          DOUBLE   the same had it not been made: from those it did not touch, or from everyone's own course
--                       (rests on fewest)
-- low               DOUBLE   lower end of the range in which 95 % of such months would lie, points (rests on fewest)
-- high              DOUBLE   upper end of that range, points (rests on fewest)
-- respondents       BIGINT   people it touched who answered that month (rests on respondents)
-- started_on        DATE     day it started
-- in_model          BOOLEAN  false for the month in which it started within the month, which is left out
-- complete           BOOLEAN  whether the month is over
--
-- workings:
-- fewest             BIGINT   people on the smaller side that month: touched or not
--
-- steps: change_course

select
    change_id,
    title,
    item,
    started_on,
    everybody,
    kind,
    months,
    other_changes,
    touched,
    people,
    $minimum as minimum,
    $as_of::DATE as as_of
from
    change_series($start_date, $end_date, $cells::INTEGER[])
order by started_on, change_id, kind
