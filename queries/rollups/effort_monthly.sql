-- How easy each item was for customers, by month and cell: answers, and answers in the top box.
-- Each month of ratings counts by itself.

select
    date_trunc('month', responded_on)::DATE as month,
    cell_id,
    item,
    count(*)::BIGINT as respondents,
    sum(case when effort > 1e2 - 1e-6 then 1 else 0 end)::BIGINT as easiest
from ratings
where effort is not null
group by 1, 2, 3
order by 3, 1, 2
