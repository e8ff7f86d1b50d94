-- How many people picked both of two items ("name your top three"), by fiscal year and cell.
--
-- Of an item and itself: how many picked it. Each pair stands once, the items in their order. From
-- these a test of the picks knows how one pick of a person goes with another. Where about half a
-- million people or more picked, it counts those whose response_id comes first in the order of
-- md5, in number about half a million: a random sample, large enough for what goes with what.

with picks as (
    select
        response_id,
        responded_on,
        cell_id,
        item,
        md5(response_id) as mark
    from ratings
    where is_pick and wanted > 0
),

people_in_a_256th as (
    select count(*) as people
    from (
        select distinct response_id
        from picks
        where mark < '01'
    ) as first_ones
),

draw as (
    select floor(65536 * least(1e0, 500000 / (256e0 * greatest(people, 1)))) as of_65536
    from people_in_a_256th
),

drawn as (
    select
        picks.response_id,
        picks.cell_id,
        picks.item,
        make_date(
            year(picks.responded_on) - case
                when month(picks.responded_on) < fiscal_calendar.fiscal_year_starts then 1
                else 0
            end,
            fiscal_calendar.fiscal_year_starts,
            1
        ) as fiscal_year
    from picks
    cross join draw
    cross join fiscal_calendar
    where
        picks.mark < case
            when draw.of_65536 = 65536 then 'g'
            else lpad(lower(hex(draw.of_65536::BIGINT)), 4, '0')
        end
)

select
    drawn.fiscal_year,
    drawn.cell_id,
    drawn.item,
    other.item as other_item,
    count(*)::BIGINT as people
from drawn
inner join drawn as other
    on
        drawn.response_id = other.response_id
        and drawn.item <= other.item
group by 1, 2, 3, 4
order by 1, 2, 3, 4
