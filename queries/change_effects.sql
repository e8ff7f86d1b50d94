-- What did each of our changes do to NPS, and to the item it aimed at?
--
-- grain: change_id, measure
--
-- change_id            TEXT    the change of ours
-- measure              TEXT    what may have moved: nps, or wanted, delivered or gap of the item it aims at, as `wanted: ITEM`
-- method               TEXT    how the effect was worked out
-- effect               DOUBLE  step at its start, points: NPS -100 to 100, ratings percent of maximum (rests on fewest)
-- low                  DOUBLE  lower end of its 95 % interval, points (rests on fewest)
-- high                 DOUBLE  upper end of its 95 % interval, points (rests on fewest)
-- p                    DOUBLE  chance of such a step or a larger one if it had no effect, two-sided (rests on fewest)
-- p_corrected          DOUBLE  p corrected for all our changes in nps, in wanted, in delivered or in gap
--                          (Benjamini-Hochberg) (rests on fewest)
-- placebo_p            DOUBLE  p of the same model on the periods before, as if it had started in their middle; small means
--                          that the series moves without it (rests on fewest)
-- verdict              TEXT    moved, bounded (not more than the farther limit), too_few (answers to say) or not_identifiable
--                          (another change touches the same series within two months)
-- respondents_before   BIGINT  people it touched who answered in the months before it started (rests on respondents_before)
-- respondents_after    BIGINT  the same, in the months after (rests on respondents_after)
-- title                TEXT    the change in a few words
-- item                 TEXT    the item it aimed at; null where it aimed at none
-- started_on           DATE    day it started
-- not_told_apart_from  TEXT    ids of the changes it cannot be told apart from, listed with commas; the effect is then of all
--                          together
-- near                 TEXT    their titles, listed with semicolons
-- accounted_for        BIGINT  other changes that touched one side only, with a step of their own in the model (rests on fewest)
-- periods              BIGINT  months in the model (rests on fewest)
-- rho                  DOUBLE  how much of one month's error stays in the next, averaged over the model (rests on fewest)
-- dispersion           DOUBLE  residual variance over that of answers alone; 1 where months differ by chance only (rests on fewest)
-- answers_ratio        DOUBLE  how many times as many answers a month came from those it touched since its start, against
--                          those it did not touch, or their own trend; far from 1, others answer (rests on fewest)
-- answers_ratio_low    DOUBLE  lower end of its 95 % interval (quasi-Poisson) (rests on fewest)
-- answers_ratio_high   DOUBLE  upper end of its 95 % interval (rests on fewest)
--
-- workings:
-- fewest               BIGINT  people on the smaller side: touched or not, before or after
--
-- steps: change_effects

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
    $minimum as minimum
from
    change_series($start_date, $end_date, $cells::INTEGER[])
order by started_on, change_id, kind
