-- Do units that a change of ours touched differ from all others beyond chance, unit against unit?
--
-- grain: change_id
--
-- change_id      TEXT    the change of ours that touched some and not others
-- units          BIGINT  values, or combinations, of what `exposed` names, with answers throughout (rests on respondents)
-- units_touched  BIGINT  those of them that it touched (rests on respondents)
-- effect         DOUBLE  NPS after less before, of units touched less of the others, each unit alike, points (rests on fewest)
-- cluster_p      DOUBLE  its p with errors clustered by unit; far too small where units are few (rests on fewest)
-- permutation_p  DOUBLE  share of ways to choose as many units that give an effect as large (rests on fewest)
-- periods        BIGINT  months compared (rests on respondents)
-- respondents    BIGINT  people in these units and months (rests on respondents)
--
-- workings:
-- fewest         BIGINT  people on the smaller side: units touched or not, before or after
--
-- steps: change_checks

with ours as (
    select
        change_id,
        started_on
    from changes
    where
        lane = 'ours'
        and started_on between $start_date and $end_date
),

units as (
    select
        ours.change_id,
        ours.started_on,
        cell_values.cell_id,
        string_agg(cell_values.value, ' · ' order by cell_values.dimension) as unit
    from ours
    inner join exposed_dimensions on ours.change_id = exposed_dimensions.change_id
    inner join cell_values on exposed_dimensions.dimension = cell_values.dimension
    where $cells::INTEGER[] is null or cell_values.cell_id in (select unnest($cells::INTEGER[]))
    group by ours.change_id, ours.started_on, cell_values.cell_id
)

select
    units.change_id,
    units.started_on,
    units.unit,
    nps_monthly.month,
    bool_or(exposed_cells.cell_id is not null) as touched,
    sum(nps_monthly.answers)::BIGINT as answers,
    nps(
        sum(nps_monthly.promoters), sum(nps_monthly.detractors), sum(nps_monthly.answers)
    ) as nps
from units
inner join nps_monthly on units.cell_id = nps_monthly.cell_id
left join exposed_cells
    on
        units.change_id = exposed_cells.change_id
        and units.cell_id = exposed_cells.cell_id
where
    nps_monthly.answers > 0
    and nps_monthly.month between date_trunc('month', $start_date) and $end_date
group by units.change_id, units.started_on, units.unit, nps_monthly.month
order by units.change_id, units.unit, nps_monthly.month
