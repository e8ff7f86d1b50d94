-- Is the pace of change speeding up or slowing down?
--
-- grain: lane
--
-- lane            TEXT    who changed: ours, customers or market; a lane without any change has no row
-- changes         BIGINT  changes that started in the period (rests on changes_are_no_answers)
-- versus_changes  BIGINT  the same, in the period it is compared with (rests on changes_are_no_answers)
-- ratio           DOUBLE  pace in the period over that in the other, 1 is as fast; null where it had none or is not on
--                         record (rests on changes_are_no_answers)
-- ratio_low       DOUBLE  lower end of its exact 95 % interval (rests on changes_are_no_answers)
-- ratio_high      DOUBLE  upper end of its exact 95 % interval; null: without limit (rests on changes_are_no_answers)
-- p               DOUBLE  chance of such a ratio or a rarer one if both went at one pace, exact (rests on changes_are_no_answers)
-- recorded        BIGINT  changes on record up to the end of the period (rests on changes_are_no_answers)
-- trend           DOUBLE  Laplace's U over all of these, watched to the end of the period: above 0 is speeding up;
--                         null below four (rests on changes_are_no_answers)
-- trend_p         DOUBLE  chance of such a trend or a steeper one at a steady pace, two-sided (rests on changes_are_no_answers)
-- growth          DOUBLE  power of time with which they add up: above 1 is speeding up (rests on changes_are_no_answers)
-- last_started    DATE    day the latest of them started; of ours, the latest that customers would notice: of kind
--                         product, price, process, people, channel or message, or of no kind named
-- days_since      BIGINT  days from it to the end of the period (rests on changes_are_no_answers)
--
-- workings:
-- changes_are_no_answers  BIGINT  the minimum itself: what changed is not hidden
--
-- steps: pace_trend

with records as (
    select begins
    from changes_recorded('0001-01-01'::DATE, '9999-12-31'::DATE, $as_of)
),

spans as (
    select
        begins,
        greatest($start_date, begins) as first_day,
        least($end_date, $as_of) as last_day,
        greatest($versus_start, begins) as versus_first,
        least($versus_end, $as_of) as versus_last
    from records
)

select
    changes.lane,
    changes.started_on,
    coalesce(
        changes.lane <> 'ours'
        or changes.kind in ('product', 'price', 'process', 'people', 'channel', 'message'),
        true
    ) as is_noticed,
    spans.begins,
    spans.first_day,
    spans.last_day,
    spans.last_day - spans.first_day + 1 as period_days,
    spans.versus_first,
    spans.versus_last,
    spans.versus_last - spans.versus_first + 1 as versus_period_days,
    $minimum::BIGINT as changes_are_no_answers
from changes
cross join spans
where
    spans.first_day <= spans.last_day
    and changes.started_on <= spans.last_day
order by
    list_position(['ours', 'customers', 'market'], changes.lane),
    changes.started_on,
    changes.change_id
