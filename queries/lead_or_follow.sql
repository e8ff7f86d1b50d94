-- Who moved first on each theme, and by how much: customers, the market or we?
--
-- grain: theme
--
-- theme         TEXT    an item, or a channel that customers took to, in the company's words
-- first_mover   TEXT    ours, customers or market; undecided where the range spans 0; nobody where only a gap is
--                       open. Customers move when the want of the item shifts (as in customer_shifts), else when a
--                       change of theirs on record names it; on a channel when its share begins to rise faster (as
--                       in early_or_late). We and the market move with the first change that names the theme
-- lead_in_days  BIGINT  days from our start to the first of the others; positive where we were first, negative where
--                       they were; null where only one side has moved (rests on changes_are_no_answers)
-- low           BIGINT  least of it, from the first day of their range (rests on changes_are_no_answers)
-- high          BIGINT  most of it, from the last day of their range (rests on changes_are_no_answers)
-- column        TEXT    leading_us where customers or the market lead us; we_lead; we_could_lead where the want rose
--                       or the gap is clearly open (at least 5 points, Holm over all items) and neither we nor
--                       the market moved; null where undecided
-- evidence      TEXT    the figures and days it rests on, as a sentence
--
-- workings:
-- changes_are_no_answers  BIGINT  the minimum itself: what changed is not hidden, and months with fewer answers are
--                                 not searched for shifts
--
-- steps: lead_or_follow

with named as (
    select
        change_id,
        lane,
        title,
        item as theme,
        false as is_channel,
        started_on,
        ended_on
    from changes
    where nullif(item, '') is not null
    union all
    select
        about.change_id,
        about.lane,
        about.title,
        about.channel as theme,
        true as is_channel,
        about.started_on,
        null as ended_on
    from about_channels() as about
)

select
    series,
    period,
    last_day,
    is_share,
    n,
    total,
    squares,
    other_n,
    other_total,
    other_squares,
    design_effect,
    last_day <= $as_of
    and n >= greatest($minimum, 1)
    and (other_n = 0 or other_n >= $minimum) as counts,
    null::VARCHAR as lane,
    null::VARCHAR as title,
    null::VARCHAR as theme,
    null::BOOLEAN as is_channel,
    null::DATE as started_on,
    null::DATE as ended_on,
    $minimum::BIGINT as changes_are_no_answers
from told($start_date, $end_date, $cells::INTEGER[], $fiscal_year_starts)
union all
select
    null as series,
    null as period,
    null as last_day,
    null as is_share,
    null as n,
    null as total,
    null as squares,
    null as other_n,
    null as other_total,
    null as other_squares,
    null as design_effect,
    null as counts,
    lane,
    title,
    theme,
    is_channel,
    started_on,
    ended_on,
    $minimum::BIGINT as changes_are_no_answers
from named
where started_on <= $end_date and coalesce(len($cells::INTEGER[]), 1) > 0
order by series, period, started_on, title
