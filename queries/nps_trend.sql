-- How has NPS moved, period by period?
--
-- grain: period, value
--
-- period       DATE     first day of the month, quarter or year; with all, the first day asked
-- value        TEXT     value of the breakdown; null where there is none
-- nps          DOUBLE   Net Promoter Score, points -100 to 100 (rests on respondents)
-- nps_low      DOUBLE   lower end of its 95 % interval, points (rests on respondents)
-- nps_high     DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- respondents  BIGINT   people who gave a score from 0 to 10 (rests on respondents)
-- promoters    BIGINT   of these, people who gave 9 or 10 (rests on respondents)
-- passives     BIGINT   of these, people who gave 7 or 8 (rests on respondents)
-- detractors   BIGINT   of these, people who gave 0 to 6 (rests on respondents)
-- complete     BOOLEAN  false while the period is unfinished (rests on respondents)
-- change       DOUBLE   NPS less that of the period before, points (rests on respondents, respondents_before)
-- change_low   DOUBLE   lower end of its 95 % interval, points (rests on respondents, respondents_before)
-- change_high  DOUBLE   upper end of its 95 % interval, points (rests on respondents, respondents_before)
-- p_corrected  DOUBLE   chance of such a change if there were none, corrected over all changes in the
--                       answer; of finished periods with 100 answers (rests on respondents, respondents_before)
-- detectable   DOUBLE   the true change that so many answers show in four cases of five, points
--                       (rests on respondents, respondents_before)
-- year_change  DOUBLE   NPS less that of the same period a year before, points
--                       (rests on respondents, respondents_year_before)
-- year_change_low   DOUBLE  lower end of its 95 % interval, points (rests on respondents, respondents_year_before)
-- year_change_high  DOUBLE  upper end of its 95 % interval, points (rests on respondents, respondents_year_before)
-- year_p_corrected  DOUBLE  p_corrected of year_change (rests on respondents, respondents_year_before)
-- season_adjusted   DOUBLE  NPS less what comes back every year, points; where asked for and three years
--                           of finished months or quarters allow (rests on respondents)
-- design_effect     DOUBLE  variance of NPS over that of as many different people, as some customers
--                           answered more than once (rests on respondents)
-- year_design_effect     DOUBLE  the same over the fiscal year that holds the period (rests on respondents)
-- effective_respondents  DOUBLE  answers of equal weight that the weighted are worth (Kish); unweighted all
--                                (rests on respondents)
-- weights                DOUBLE  sum of the weights; unweighted all answers (rests on respondents)
--
-- workings:
-- respondents_before       BIGINT   respondents of the period before
-- respondents_year_before  BIGINT   respondents of the same period a year before
-- months                   BIGINT   months in a period; null with all
-- with_season              BOOLEAN  whether season_adjusted is asked for
-- wave_promoters           DOUBLE   promoters among the equal answers that the weighted are worth by their error
-- wave_detractors          DOUBLE   detractors among these
-- wave_respondents         DOUBLE   how many these are
--
-- steps: nps_with_interval, period_changes, season_adjusted

with by_period as (
    select
        period_of(answered.month, $unit, $fiscal_year_starts, $start_date) as period,
        answered.value,
        strata.value as stratum,
        sum(answered.answers)::BIGINT as respondents,
        sum(answered.promoters)::BIGINT as promoters,
        sum(answered.passives)::BIGINT as passives,
        sum(answered.detractors)::BIGINT as detractors,
        sum(answered.weights) as weights,
        sum(answered.weights_promoters) as weights_promoters,
        sum(answered.weights_detractors) as weights_detractors,
        sum(answered.weight_squares) as weight_squares,
        sum(answered.weight_squares_promoters) as weight_squares_promoters,
        sum(answered.weight_squares_detractors) as weight_squares_detractors
    from
        answered(
            $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], $dimension
        ) as answered
    left join cell_values as strata
        on answered.cell_id = strata.cell_id and strata.dimension = $strata
    where answered.answers > 0
    group by period, answered.value, stratum
),

repeats as (
    select
        value,
        case when $unit = 'all' then $start_date else period end as first_day,
        max(case when $unit = 'all' then year_design_effect else design_effect end)
            as design_effect,
        max(year_design_effect) as year_design_effect
    from nps_repeats
    where
        dimension is not distinct from $dimension
        and unit = case when $unit = 'all' then 'month' else $unit end
        and (
            $unit <> 'all'
            or (
                period between date_trunc('month', $start_date) and $end_date
                and period + interval 12 months > $whole_to
            )
        )
    group by value, first_day
)

select
    by_period.*,
    period_end(by_period.period, $unit, $end_date) <= $as_of as complete,
    case $unit when 'month' then 1 when 'quarter' then 3 when 'year' then 12 end::BIGINT as months,
    coalesce(repeats.design_effect, 1e0) as design_effect,
    coalesce(repeats.year_design_effect, 1e0) as year_design_effect,
    $weighted::BOOLEAN as weighted,
    $season::BOOLEAN as with_season
from by_period
left join repeats
    on
        by_period.period = repeats.first_day
        and by_period.value is not distinct from repeats.value
order by by_period.period, by_period.value, by_period.stratum
