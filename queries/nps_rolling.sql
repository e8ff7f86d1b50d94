-- How has NPS moved, over a window that rolls month by month?
--
-- grain: period, value
--
-- period       DATE     first day of the window's last month
-- value        TEXT     value of the breakdown; null where there is none
-- nps          DOUBLE   Net Promoter Score over the window, points -100 to 100 (rests on respondents)
-- nps_low      DOUBLE   lower end of its 95 % interval, points (rests on respondents)
-- nps_high     DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- respondents  BIGINT   people in the window who gave a score from 0 to 10 (rests on respondents)
-- complete     BOOLEAN  false while the window's last month is unfinished (rests on respondents)
-- design_effect  DOUBLE  variance of NPS over that of as many different people, as some customers answered
--                        more than once; of the fiscal years that the window's last twelve months touch
--                        (rests on respondents)
-- effective_respondents  DOUBLE  answers of equal weight that the weighted are worth (Kish); unweighted all
--                                (rests on respondents)
-- weights                DOUBLE  sum of the weights; unweighted all answers (rests on respondents)
--
-- workings:
-- promoters            BIGINT   people in the window who gave 9 or 10
-- detractors           BIGINT   people in the window who gave 0 to 6
-- wave_promoters       DOUBLE   promoters among the equal answers that the weighted are worth by their error
-- wave_detractors      DOUBLE   detractors among these
-- wave_respondents     DOUBLE   how many these are
--
-- steps: nps_with_interval

with monthly as (
    select
        answered.month,
        answered.value,
        strata.value as stratum,
        sum(answered.answers)::BIGINT as respondents,
        sum(answered.promoters)::BIGINT as promoters,
        sum(answered.detractors)::BIGINT as detractors,
        sum(answered.weights) as weights,
        sum(answered.weights_promoters) as weights_promoters,
        sum(answered.weights_detractors) as weights_detractors,
        sum(answered.weight_squares) as weight_squares,
        sum(answered.weight_squares_promoters) as weight_squares_promoters,
        sum(answered.weight_squares_detractors) as weight_squares_detractors
    from
        answered(
            $history_from, $end_date, $history_from, $history_whole_to, $cells::INTEGER[], $dimension
        ) as answered
    left join cell_values as strata
        on answered.cell_id = strata.cell_id and strata.dimension = $strata
    where answered.answers > 0
    group by answered.month, answered.value, stratum
),

ends as (
    select
        month,
        value,
        min(min(month)) over (partition by value) as first_month
    from monthly
    group by month, value
),

windows as (
    select
        ends.month,
        ends.value,
        inside.stratum,
        sum(inside.respondents)::BIGINT as respondents,
        sum(inside.promoters)::BIGINT as promoters,
        sum(inside.detractors)::BIGINT as detractors,
        sum(inside.weights) as weights,
        sum(inside.weights_promoters) as weights_promoters,
        sum(inside.weights_detractors) as weights_detractors,
        sum(inside.weight_squares) as weight_squares,
        sum(inside.weight_squares_promoters) as weight_squares_promoters,
        sum(inside.weight_squares_detractors) as weight_squares_detractors
    from ends
    inner join monthly as inside
        on
            ends.value is not distinct from inside.value
            and ends.month >= inside.month
            and ends.month < inside.month + to_months($window)
    where
        ends.month >= date_trunc('month', $start_date)
        and ends.month >= ends.first_month + to_months($window - 1)
    group by ends.month, ends.value, inside.stratum
),

-- Of the fiscal years that a window's last twelve months touch.
repeats as (
    select
        ends.month,
        ends.value,
        max(nps_repeats.year_design_effect) as design_effect
    from ends
    inner join nps_repeats
        on
            ends.value is not distinct from nps_repeats.value
            and ends.month >= nps_repeats.period
            and ends.month < nps_repeats.period + to_months(least($window, 12))
    where nps_repeats.unit = 'month' and nps_repeats.dimension is not distinct from $dimension
    group by ends.month, ends.value
)

select
    windows.month as period,
    windows.value,
    windows.stratum,
    windows.respondents,
    windows.promoters,
    windows.detractors,
    windows.weights,
    windows.weights_promoters,
    windows.weights_detractors,
    windows.weight_squares,
    windows.weight_squares_promoters,
    windows.weight_squares_detractors,
    coalesce(repeats.design_effect, 1e0) as design_effect,
    period_end(windows.month, 'month', $end_date) <= $as_of as complete,
    $weighted::BOOLEAN as weighted
from windows
left join repeats
    on windows.month = repeats.month and windows.value is not distinct from repeats.value
order by windows.month, windows.value, windows.stratum
