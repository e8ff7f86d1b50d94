-- The cells that a change touched: those that meet its conditions in every dimension it names.
-- A change that touched everybody has no rows.

with wanted as (
    select
        change_id,
        count(distinct dimension) as dimensions
    from exposed_values
    group by 1
),

met as (
    select
        exposed_values.change_id,
        cell_values.cell_id,
        count(*) as dimensions
    from exposed_values
    inner join cell_values
        on
            exposed_values.dimension = cell_values.dimension
            and exposed_values.value = cell_values.value
    group by 1, 2
)

select
    met.change_id,
    met.cell_id
from met
inner join wanted
    on
        met.change_id = wanted.change_id
        and met.dimensions = wanted.dimensions
order by 1, 2
