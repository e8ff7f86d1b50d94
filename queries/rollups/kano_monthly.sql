-- Pairs of Kano answers by month, cell and item: how many fall into each class.
--
-- The 25 cells of the evaluation table as Berger et al. (1993) have it: (2, 2) and (4, 4) are
-- indifferent.
--
-- Each month of ratings counts by itself.

with classed as (
    select
        date_trunc('month', responded_on)::DATE as month,
        cell_id,
        item,
        case
            when functional = dysfunctional and functional in (1, 5) then 'Q'
            when functional = 1 and dysfunctional = 5 then 'O'
            when functional = 1 then 'A'
            when functional = 5 or dysfunctional = 1 then 'R'
            when dysfunctional = 5 then 'M'
            else 'I'
        end as kano_class
    from ratings
    where functional is not null and dysfunctional is not null
)

select
    month,
    cell_id,
    item,
    sum(case when kano_class = 'A' then 1 else 0 end)::BIGINT as attractive,
    sum(case when kano_class = 'O' then 1 else 0 end)::BIGINT as one_dimensional,
    sum(case when kano_class = 'M' then 1 else 0 end)::BIGINT as must_be,
    sum(case when kano_class = 'I' then 1 else 0 end)::BIGINT as indifferent,
    sum(case when kano_class = 'R' then 1 else 0 end)::BIGINT as reverse,
    sum(case when kano_class = 'Q' then 1 else 0 end)::BIGINT as questionable
from classed
group by 1, 2, 3
order by 3, 1, 2
