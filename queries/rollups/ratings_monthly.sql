-- Ratings summed by month, cell and item, in percent of maximum.
--
-- wanted_* and delivered_* are over everyone who rated that side, both_* over those who rated both;
-- *_top counts answers in the top two boxes (of picks: picked).
--
-- Each month of ratings counts by itself.

with rated as (
    select
        *,
        case when wanted is not null and delivered is not null then 1 else 0 end as has_both
    from ratings
    where wanted is not null or delivered is not null
)

select
    date_trunc('month', responded_on)::DATE as month,
    cell_id,
    item,
    kind,
    is_pick,
    count(wanted)::BIGINT as wanted_n,
    coalesce(sum(wanted), 0) as wanted_sum,
    coalesce(sum(wanted * wanted), 0) as wanted_squares,
    sum(case when wanted_top then 1 else 0 end)::BIGINT as wanted_top,
    count(delivered)::BIGINT as delivered_n,
    coalesce(sum(delivered), 0) as delivered_sum,
    coalesce(sum(delivered * delivered), 0) as delivered_squares,
    sum(case when delivered_top then 1 else 0 end)::BIGINT as delivered_top,
    sum(has_both)::BIGINT as both_n,
    sum(case when has_both = 1 then wanted else 0 end) as both_wanted_sum,
    sum(case when has_both = 1 then wanted * wanted else 0 end) as both_wanted_squares,
    sum(case when has_both = 1 then delivered else 0 end) as both_delivered_sum,
    sum(case when has_both = 1 then delivered * delivered else 0 end) as both_delivered_squares,
    sum(case when has_both = 1 then wanted * delivered else 0 end) as both_product,
    sum(case when has_both = 1 and wanted_top and delivered_top then 1 else 0 end)::BIGINT
        as both_top,
    sum(case when has_both = 1 and wanted_top and not delivered_top then 1 else 0 end)::BIGINT
        as wanted_top_only,
    sum(case when has_both = 1 and not wanted_top and delivered_top then 1 else 0 end)::BIGINT
        as delivered_top_only,
    sum(case when has_both = 1 and not wanted_top and not delivered_top then 1 else 0 end)::BIGINT
        as neither_top
from rated
group by 1, 2, 3, 4, 5
order by 3, 1, 2
