-- What questions read: the answers and ratings of some cells in a period, from the coarsest rollup
-- that holds them.

-- Answers of the chosen cells in a period, by month and value of the breakdown. Whole months
-- (whole_from to whole_to) come from the monthly rollup, the ragged ends from the daily one.
create macro answered(ASKED_FROM, ASKED_TO, WHOLE_FROM, WHOLE_TO, CHOSEN_CELLS, BY_DIMENSION)
as table
    with spans as (
        select
            month,
            cell_id,
            first_day,
            last_day,
            questionnaires,
            answers,
            promoters,
            passives,
            detractors
        from nps_monthly
        where month between whole_from and whole_to
        union all
        select
            month,
            cell_id,
            day as first_day,
            day as last_day,
            questionnaires,
            answers,
            promoters,
            passives,
            detractors
        from nps_daily
        where
            (asked_from < whole_from or asked_to > whole_to)
            and day between asked_from and asked_to
            and (day < whole_from or day > whole_to)
    ),

    chosen as (
        select *
        from spans
        where chosen_cells is null or cell_id in (select unnest(chosen_cells))
    ),

    breakdown as (
        select
            cell_id,
            value
        from cell_values
        where dimension = by_dimension
    )

    select
        breakdown.value,
        chosen.month,
        chosen.first_day,
        chosen.last_day,
        chosen.questionnaires,
        chosen.answers,
        chosen.promoters,
        chosen.passives,
        chosen.detractors
    from chosen
    left join breakdown on chosen.cell_id = breakdown.cell_id;

-- Ratings of the chosen cells in whole months, by value of the breakdown. Whole fiscal years
-- (whole_from to whole_to) come from the yearly rollup, the months around them from the monthly.
create macro rated(ASKED_FROM, ASKED_TO, WHOLE_FROM, WHOLE_TO, CHOSEN_CELLS, BY_DIMENSION)
as table
    with spans as (
        select *
        from ratings_yearly
        where month between whole_from and whole_to
        union all
        select *
        from ratings_monthly
        where
            (asked_from < whole_from or asked_to > whole_to)
            and month between asked_from and asked_to
            and (month < whole_from or month > whole_to)
    ),

    chosen as (
        select *
        from spans
        where chosen_cells is null or cell_id in (select unnest(chosen_cells))
    ),

    breakdown as (
        select
            cell_id,
            value
        from cell_values
        where dimension = by_dimension
    )

    select
        breakdown.value,
        chosen.item,
        chosen.kind,
        chosen.is_pick,
        chosen.wanted_n,
        chosen.wanted_sum,
        chosen.wanted_squares,
        chosen.wanted_top,
        chosen.delivered_n,
        chosen.delivered_sum,
        chosen.delivered_squares,
        chosen.delivered_top,
        chosen.both_n,
        chosen.both_wanted_sum,
        chosen.both_wanted_squares,
        chosen.both_delivered_sum,
        chosen.both_delivered_squares,
        chosen.both_product
    from chosen
    left join breakdown on chosen.cell_id = breakdown.cell_id;
