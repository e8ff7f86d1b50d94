-- How far will customers take to each channel, and when have half of them?
--
-- grain: channel
--
-- channel           TEXT    the channel
-- launched_on       DATE    first day of the month of its first interaction; null where the data begin with it
-- pushed_on         DATE    day our first change of kind channel started whose title or note names it first
-- took_off_on       DATE    day its share began to rise faster than before; null where it never did
-- took_off_from     DATE    first day of the range of that (METHODS.md: misfit within 7.4 of the least)
-- took_off_to       DATE    last day of that range
-- share             DOUBLE  its share in the last whole month, percent of interactions (rests on all_interactions)
-- ceiling           DOUBLE  share that the fitted curve ends at, percent; null where refused (rests on all_interactions)
-- ceiling_low       DOUBLE  lower end of its 95 % interval, were growth to go on along this curve (rests on all_interactions)
-- ceiling_high      DOUBLE  upper end of its 95 % interval, were growth to go on along this curve (rests on all_interactions)
-- half_on           DATE    day the fitted curve reaches half of the ceiling; null where refused
-- days_to_half      BIGINT  days from launched_on, where not known from pushed_on, to half_on (rests on all_interactions)
-- model             TEXT    logistic or Bass; null where refused
-- refused           TEXT    why no curve is believed; null where one is
-- floor             DOUBLE  share that a logistic curve starts from, percent (rests on all_interactions)
-- growth            DOUBLE  rate a month of a logistic curve; q, imitation, of a Bass curve (rests on all_interactions)
-- innovation        DOUBLE  p of a Bass curve, whose time counts from launched_on; null else (rests on all_interactions)
-- fastest_on        DATE    day on which the curve grows fastest
-- months            BIGINT  whole months it is fitted to (rests on all_interactions)
-- all_interactions  BIGINT  interactions by all channels in these months (rests on all_interactions)
--
-- steps: adoption_curve

with first_push as (
    select
        channel,
        min(started_on) as pushed_on
    from about_channels()
    where lane = 'ours' and is_push and started_on <= $end_date
    group by channel
)

select
    by_month.channel,
    by_month.month,
    by_month.interactions,
    by_month.all_interactions,
    first_push.pushed_on
from channel_months($end_date, $as_of, $cells::INTEGER[]) as by_month
left join first_push on by_month.channel = first_push.channel
order by by_month.channel, by_month.month
