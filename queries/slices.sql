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

-- Of the fiscal years that each of two periods touches, the largest design effects of everyone: on
-- NPS, and on shares of groups that a customer never leaves.
create macro yearly_repeats(BEFORE_FROM, BEFORE_TO, AFTER_FROM, AFTER_TO)
as table
    select
        max(design_effect) filter (
            where period <= before_to and period + interval 1 year > before_from
        ) as scores_before,
        max(design_effect) filter (
            where period <= after_to and period + interval 1 year > after_from
        ) as scores_after,
        max(1e0 + excess_counts / answers) filter (
            where period <= before_to and period + interval 1 year > before_from
        ) as shares_before,
        max(1e0 + excess_counts / answers) filter (
            where period <= after_to and period + interval 1 year > after_from
        ) as shares_after
    from nps_repeats
    where unit = 'year' and dimension is null;

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

-- Each change of ours that started in a period, with every series it may have moved by month: sums
-- over everyone and over those exposed to it (none where it touched everybody), and the other
-- changes with how many of its own people they touched. Sums are of points: NPS from -100 to 100,
-- ratings from 0 to 100; kind `both` sums gaps of those who rated both sides.
create macro change_series(ASKED_FROM, ASKED_TO, CHOSEN_CELLS)
as table
    with known as (
        select
            change_id,
            lane,
            title,
            nullif(item, '') as item,
            started_on,
            coalesce(trim(exposed), '') = '' as everybody
        from changes
        where started_on <= asked_to
    ),

    ours as (
        select *
        from known
        where lane = 'ours' and started_on >= asked_from
    ),

    scored as (
        select
            month,
            cell_id,
            questionnaires,
            answers,
            promoters,
            detractors
        from nps_monthly
        where
            month between date_trunc('month', asked_from) and asked_to
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
    ),

    rated as (
        select *
        from ratings_monthly
        where
            month between date_trunc('month', asked_from) and asked_to
            and item in (select ours.item from ours)
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
    ),

    measured as (
        select
            'nps' as kind,
            null::VARCHAR as item,
            month,
            cell_id,
            answers as n,
            1e2 * (promoters - detractors) as total,
            1e4 * (promoters + detractors) as squares
        from scored
        union all
        select
            'wanted' as kind,
            item,
            month,
            cell_id,
            wanted_n as n,
            wanted_sum as total,
            wanted_squares as squares
        from rated
        union all
        select
            'delivered' as kind,
            item,
            month,
            cell_id,
            delivered_n as n,
            delivered_sum as total,
            delivered_squares as squares
        from rated
        union all
        select
            'both' as kind,
            item,
            month,
            cell_id,
            both_n as n,
            both_delivered_sum - both_wanted_sum as total,
            both_delivered_squares + both_wanted_squares - 2 * both_product as squares
        from rated
        where not is_pick
    ),

    of_everyone as (
        select
            kind,
            item,
            month,
            sum(n)::BIGINT as n,
            sum(total) as total,
            sum(squares) as squares
        from measured
        where n > 0
        group by kind, item, month
    ),

    of_exposed as (
        select
            ours.change_id,
            measured.kind,
            measured.month,
            sum(measured.n)::BIGINT as n,
            sum(measured.total) as total,
            sum(measured.squares) as squares
        from measured
        inner join exposed_cells on measured.cell_id = exposed_cells.cell_id
        inner join ours
            on
                exposed_cells.change_id = ours.change_id
                and (measured.item is null or measured.item = ours.item)
        where measured.n > 0
        group by ours.change_id, measured.kind, measured.month
    ),

    series as (
        select
            ours.change_id,
            of_everyone.kind,
            list(
                struct_pack(
                    month := of_everyone.month,
                    n := of_everyone.n,
                    total := of_everyone.total,
                    squares := of_everyone.squares,
                    exposed_n := coalesce(of_exposed.n, 0),
                    exposed_total := coalesce(of_exposed.total, 0e0),
                    exposed_squares := coalesce(of_exposed.squares, 0e0)
                )
                order by of_everyone.month
            ) as months
        from ours
        inner join of_everyone
            on of_everyone.item is null or ours.item = of_everyone.item
        left join of_exposed
            on
                ours.change_id = of_exposed.change_id
                and of_everyone.kind = of_exposed.kind
                and of_everyone.month = of_exposed.month
        group by ours.change_id, of_everyone.kind
    ),

    people as (
        select
            cell_id,
            sum(questionnaires)::BIGINT as n
        from scored
        group by cell_id
    ),

    touched as (
        select
            exposed_cells.change_id,
            sum(people.n)::BIGINT as n
        from exposed_cells
        inner join people on exposed_cells.cell_id = people.cell_id
        group by exposed_cells.change_id
    ),

    together as (
        select
            own.change_id,
            another.change_id as other_id,
            sum(people.n)::BIGINT as n
        from exposed_cells as own
        inner join exposed_cells as another on own.cell_id = another.cell_id
        inner join people on own.cell_id = people.cell_id
        where
            own.change_id != another.change_id
            and own.change_id in (select ours.change_id from ours)
        group by own.change_id, another.change_id
    ),

    others as (
        select
            ours.change_id,
            list(
                struct_pack(
                    change_id := known.change_id,
                    title := known.title,
                    item := known.item,
                    started_on := known.started_on,
                    everybody := known.everybody,
                    touched := coalesce(touched.n, 0),
                    together := coalesce(together.n, 0)
                )
                order by known.started_on, known.change_id
            ) as other_changes
        from ours
        inner join known on ours.change_id != known.change_id
        left join touched on known.change_id = touched.change_id
        left join together
            on
                ours.change_id = together.change_id
                and known.change_id = together.other_id
        group by ours.change_id
    )

    select
        ours.change_id,
        ours.title,
        ours.item,
        ours.started_on,
        ours.everybody,
        series.kind,
        series.months,
        others.other_changes,
        coalesce(touched.n, 0) as touched,
        (select coalesce(sum(people.n), 0)::BIGINT from people) as people
    from ours
    left join series on ours.change_id = series.change_id
    left join others on ours.change_id = others.change_id
    left join touched on ours.change_id = touched.change_id
    where exists (select 1 from people);

-- What customers said and did, as sums by series and period: months, above 240 of them quarters,
-- above 720 fiscal years. A series is total / n, less other_total / other_n where a gap's two sides
-- were asked of different people: in points, of shares from 0 to 1.
create macro told(ASKED_FROM, ASKED_TO, CHOSEN_CELLS, YEAR_STARTS)
as table
    with scored as (
        select
            month,
            sum(answers) as n,
            sum(promoters - detractors) as net,
            sum(promoters + detractors) as extremes
        from nps_monthly
        where
            answers > 0
            and month between date_trunc('month', asked_from) and asked_to
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
        group by month
    ),

    by_item as (
        select
            item,
            month,
            is_pick,
            sum(wanted_n) as wanted_n,
            sum(wanted_sum) as wanted_sum,
            sum(wanted_squares) as wanted_squares,
            sum(delivered_n) as delivered_n,
            sum(delivered_sum) as delivered_sum,
            sum(delivered_squares) as delivered_squares,
            sum(both_n) as both_n,
            sum(both_delivered_sum - both_wanted_sum) as both_sum,
            sum(both_wanted_squares + both_delivered_squares - 2 * both_product) as both_squares
        from ratings_monthly
        where
            item is not null
            and month between date_trunc('month', asked_from) and asked_to
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
        group by item, month, is_pick
    ),

    rated as materialized (
        select
            *,
            2 * sum(both_n) over (partition by item)
            >= least(
                sum(wanted_n) over (partition by item), sum(delivered_n) over (partition by item)
            ) as paired
        from by_item
    ),

    used as materialized (
        select
            channel,
            month,
            sum(interactions) as part
        from interactions_monthly
        where
            month between date_trunc('month', asked_from) and asked_to
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
        group by channel, month
    ),

    wholes as (
        select
            month,
            sum(part) as whole
        from used
        group by month
        having sum(part) > 0
    ),

    channels as (
        select
            channel,
            count(*) over () as channels_used
        from used
        group by channel
    ),

    by_channel as (
        select
            channels.channel,
            wholes.month,
            wholes.whole,
            coalesce(used.part, 0) as part
        from channels
        cross join wholes
        left join used on channels.channel = used.channel and wholes.month = used.month
        -- The share of an only channel is all there is, always.
        where channels.channels_used > 1
    ),

    by_month as (
        select
            'nps' as series,
            month,
            false as is_share,
            n,
            1e2 * net as total,
            1e4 * extremes as squares,
            0 as other_n,
            0e0 as other_total,
            0e0 as other_squares
        from scored
        union all
        select
            'wanted: ' || item as series,
            month,
            is_pick as is_share,
            wanted_n as n,
            case when is_pick then wanted_sum / 1e2 else wanted_sum end as total,
            wanted_squares as squares,
            0 as other_n,
            0e0 as other_total,
            0e0 as other_squares
        from rated
        where wanted_n > 0
        union all
        select
            'delivered: ' || item as series,
            month,
            false as is_share,
            delivered_n as n,
            delivered_sum as total,
            delivered_squares as squares,
            0 as other_n,
            0e0 as other_total,
            0e0 as other_squares
        from rated
        where delivered_n > 0
        union all
        select
            'gap: ' || item as series,
            month,
            false as is_share,
            case when paired then both_n else delivered_n end as n,
            case when paired then both_sum else delivered_sum end as total,
            case when paired then both_squares else delivered_squares end as squares,
            case when paired then 0 else wanted_n end as other_n,
            case when paired then 0e0 else wanted_sum end as other_total,
            case when paired then 0e0 else wanted_squares end as other_squares
        from rated
        where
            not is_pick
            and (both_n > 0 or (not paired and wanted_n > 0 and delivered_n > 0))
        union all
        select
            'share: ' || channel as series,
            month,
            true as is_share,
            whole as n,
            part as total,
            0e0 as squares,
            0 as other_n,
            0e0 as other_total,
            0e0 as other_squares
        from by_channel
    ),

    with_unit as (
        select
            *,
            case
                when date_diff('month', min(month) over (), max(month) over ()) < 240 then 'month'
                when date_diff('month', min(month) over (), max(month) over ()) < 720 then 'quarter'
                else 'year'
            end as unit
        from by_month
    ),

    by_period as (
        select
            series,
            unit,
            period_of(month, unit, year_starts, asked_from) as period,
            is_share,
            sum(n)::BIGINT as n,
            sum(total)::DOUBLE as total,
            sum(squares)::DOUBLE as squares,
            sum(other_n)::BIGINT as other_n,
            sum(other_total)::DOUBLE as other_total,
            sum(other_squares)::DOUBLE as other_squares
        from with_unit
        group by series, unit, period, is_share
    )

    select
        by_period.*,
        period_end(by_period.period, by_period.unit, by_period.period) as last_day,
        coalesce(nps_repeats.design_effect, 1e0) as design_effect
    from by_period
    left join nps_repeats
        on
            by_period.series = 'nps'
            and by_period.unit = nps_repeats.unit
            and by_period.period = nps_repeats.period
            and nps_repeats.dimension is null;

-- The days over which changes are counted: of all time, from the month in which records begin (the
-- first answer or the first change, on the day `begins`) to the as-of day; else those asked, within.
create macro changes_recorded(ASKED_FROM, ASKED_TO, TODAY)
as table
    with begun as (
        select min(started_on) as first_change
        from changes
        where started_on <= today
    ),

    answered as (
        select
            min(first_day) as first_answer,
            bool_and(first_day >= asked_from and last_day <= asked_to) as all_time
        from nps_monthly
    ),

    records as (
        select
            answered.all_time,
            least(answered.first_answer, begun.first_change) as begins
        from begun
        cross join answered
        where begun.first_change is not null
    ),

    spans as (
        select
            begins,
            greatest(
                case when not all_time then asked_from end, date_trunc('month', begins)::DATE
            ) as first_day,
            least(case when not all_time then asked_to end, today) as last_day
        from records
    )

    select *
    from spans
    where first_day <= last_day;

-- Changes of any lane that are about a channel: the one their title, or else their note, names first,
-- as a whole word in any case. is_push where the change is one of channel, is_teaching where it is one
-- of people or message.
create macro about_channels()
as table
    with channels as (
        select distinct
            channel,
            ' ' || trim(regexp_replace(lower(channel), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ' as named
        from interactions_monthly
    ),

    told as (
        select
            change_id,
            lane,
            title,
            kind,
            started_on,
            ' ' || regexp_replace(
                lower(title || ' ' || coalesce(note, '')), '[^\p{L}\p{N}]+', ' ', 'g'
            ) || ' ' as told
        from changes
        where kind in ('channel', 'people', 'message')
    )

    select
        told.change_id,
        told.lane,
        told.title,
        told.started_on,
        told.kind = 'channel' as is_push,
        told.kind in ('people', 'message') as is_teaching,
        arg_min(channels.channel, (instr(told.told, channels.named), channels.channel)) as channel
    from told
    inner join channels
        on channels.named != '  ' and contains(told.told, channels.named)
    group by told.change_id, told.lane, told.title, told.started_on, told.kind;

-- Interactions of each channel in each whole month that has any, of the chosen cells.
create macro channel_months(ASKED_TO, DAY_AS_OF, CHOSEN_CELLS)
as table
    with whole_months as (
        select
            channel,
            month,
            sum(interactions)::BIGINT as interactions
        from interactions_monthly
        where
            month <= asked_to
            and period_end(month, 'month', asked_to) <= least(day_as_of, asked_to)
            and (chosen_cells is null or cell_id in (select unnest(chosen_cells)))
        group by channel, month
    ),

    every_month as (
        select
            month,
            sum(interactions)::BIGINT as all_interactions
        from whole_months
        group by month
        having sum(interactions) > 0
    ),

    channels as (
        select distinct channel
        from whole_months
    )

    select
        channels.channel,
        every_month.month,
        every_month.all_interactions,
        coalesce(whole_months.interactions, 0)::BIGINT as interactions
    from channels
    cross join every_month
    left join whole_months
        on
            channels.channel = whole_months.channel
            and every_month.month = whole_months.month;
