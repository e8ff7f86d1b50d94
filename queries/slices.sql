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
            detractors,
            weights,
            weights_promoters,
            weights_detractors,
            weight_squares,
            weight_squares_promoters,
            weight_squares_detractors
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
            detractors,
            weights,
            weights_promoters,
            weights_detractors,
            weight_squares,
            weight_squares_promoters,
            weight_squares_detractors
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
        chosen.cell_id,
        chosen.month,
        chosen.first_day,
        chosen.last_day,
        chosen.questionnaires,
        chosen.answers,
        chosen.promoters,
        chosen.passives,
        chosen.detractors,
        chosen.weights,
        chosen.weights_promoters,
        chosen.weights_detractors,
        chosen.weight_squares,
        chosen.weight_squares_promoters,
        chosen.weight_squares_detractors
    from chosen
    left join breakdown on chosen.cell_id = breakdown.cell_id;

-- The design effect of a period by value of the breakdown: its own where it is one month, quarter or
-- fiscal year, else the largest of the fiscal years that its last twelve months touch.
create macro repeated(ASKED_FROM, ASKED_TO, WHOLE_TO, BY_DIMENSION)
as table
    select
        value,
        coalesce(
            max(design_effect) filter (
                where period = asked_from and period_end(period, unit, asked_to) = asked_to
            ),
            max(year_design_effect) filter (
                where
                unit = 'month'
                and period between date_trunc('month', asked_from) and asked_to
                and period + interval 12 months > whole_to
            )
        ) as design_effect
    from nps_repeats
    where dimension is not distinct from by_dimension
    group by value;

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
        chosen.both_product,
        chosen.both_top,
        chosen.wanted_top_only,
        chosen.delivered_top_only,
        chosen.neither_top
    from chosen
    left join breakdown on chosen.cell_id = breakdown.cell_id;

-- What was wanted in each wave, by item, and the waves numbered by their first answer. Where any of
-- these answers names a wave, by_wave is true and those that name none are left out; where none
-- does, fiscal years are the waves.
create macro needs(ASKED_FROM, ASKED_TO, CHOSEN_CELLS, YEAR_STARTS)
as table
    with stated as (
        select
            cell_id,
            case when dimension = 'wave' then value end as wave
        from cell_values
        union all
        select
            cell_id,
            null as wave
        from nps_monthly
    ),

    waves as (
        select
            cell_id,
            max(wave) as wave
        from stated
        group by cell_id
    ),

    chosen as (
        select
            *,
            year_name(month, year_starts) as fiscal_year
        from ratings_monthly
        where
            wanted_n > 0
            and month between date_trunc('month', asked_from) and asked_to
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
    ),

    asked as (
        select
            chosen.item,
            chosen.is_pick,
            waves.wave,
            chosen.fiscal_year,
            min(nps_monthly.first_day) as first_day,
            sum(chosen.wanted_n) as wanted_n,
            sum(chosen.wanted_sum) as wanted_sum,
            sum(chosen.wanted_squares) as wanted_squares
        from chosen
        inner join nps_monthly
            on
                chosen.month = nps_monthly.month
                and chosen.cell_id = nps_monthly.cell_id
        inner join waves on chosen.cell_id = waves.cell_id
        group by chosen.item, chosen.is_pick, waves.wave, chosen.fiscal_year
    ),

    by_name as (
        select
            *,
            count(wave) over () > 0 as by_wave,
            case when count(wave) over () > 0 then wave else fiscal_year end as named
        from asked
    ),

    per_wave as (
        select
            item,
            is_pick,
            by_wave,
            named as wave,
            min(min(first_day)) over (partition by named) as first_day,
            sum(wanted_n)::BIGINT as wanted_n,
            sum(wanted_sum) as wanted_sum,
            sum(wanted_squares) as wanted_squares
        from by_name
        where named is not null
        group by item, is_pick, by_wave, named
    )

    select
        item,
        is_pick,
        by_wave,
        wave,
        dense_rank() over (order by first_day, wave) as wave_number,
        wanted_n,
        wanted_sum,
        wanted_squares
    from per_wave;
