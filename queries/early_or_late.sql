-- Which channels did we push before customers were ready, and which after?
--
-- grain: change_id
--
-- change_id         TEXT    our change of kind channel
-- channel           TEXT    the channel it pushes: the one its title, else its note, names first
-- title             TEXT    the change in a few words
-- pushed_on         DATE    day it started
-- took_off_on       DATE    day the channel's share began to rise faster than before; null where it never did
-- took_off_from     DATE    first day of the range of that (METHODS.md: misfit within 7.4 of the least)
-- took_off_to       DATE    last day of that range
-- days_early        BIGINT  days from pushed_on to took_off_on; negative where customers were there first (rests on all_interactions)
-- days_early_low    BIGINT  least of it, from took_off_from (rests on all_interactions)
-- days_early_high   BIGINT  most of it, from took_off_to (rests on all_interactions)
-- verdict           TEXT    too_early or too_late (the whole range at least 90 days after or before the push), in_step
--                           (within 90 days, or a later push of a channel that had taken off), undecided, not_yet
--                           (pushed within a year of the last month), no_take_up
-- share_before      DOUBLE  the channel's share in the twelve whole months before the push, percent (rests on interactions_before)
-- share_after       DOUBLE  the same in the twelve whole months from the push on, percent (rests on interactions_after)
-- interactions_before  BIGINT  interactions by all channels in those months before (rests on interactions_before)
-- interactions_after   BIGINT  interactions by all channels in those months after (rests on interactions_after)
-- all_interactions  BIGINT  interactions by all channels in all months searched (rests on all_interactions)
--
-- steps: early_or_late

select
    aimed.change_id,
    aimed.title,
    aimed.started_on as pushed_on,
    by_month.channel,
    by_month.month,
    by_month.interactions,
    by_month.all_interactions
from channel_months($end_date, $as_of, $cells::INTEGER[]) as by_month
inner join about_channels() as aimed on by_month.channel = aimed.channel
where aimed.lane = 'ours' and aimed.is_push and aimed.started_on between $start_date and $end_date
order by aimed.started_on, aimed.change_id, by_month.month
