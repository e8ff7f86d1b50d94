-- How far has NPS come since the first year, the baseline?
--
-- grain: year, value
--
-- year                   DATE     first day of the fiscal year; years before the baseline are left out
-- value                  TEXT     value of the breakdown; null where there is none
-- nps                    DOUBLE   Net Promoter Score of the year, points -100 to 100 (rests on respondents)
-- nps_low                DOUBLE   lower end of its 95 % interval, points (rests on respondents)
-- nps_high               DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- respondents            BIGINT   people who gave a score from 0 to 10 in the year (rests on respondents)
-- baseline_nps           DOUBLE   NPS of the baseline year as first published, points (rests on baseline_respondents)
-- baseline_nps_low       DOUBLE   lower end of its 95 % interval, points (rests on baseline_respondents)
-- baseline_nps_high      DOUBLE   upper end of its 95 % interval, points (rests on baseline_respondents)
-- baseline_respondents   BIGINT   people who gave a score in the baseline year, as first published (rests on baseline_respondents)
-- change                 DOUBLE   nps less baseline_nps, points; null in the baseline year itself (rests on respondents, baseline_respondents)
-- change_low             DOUBLE   lower end of its 95 % interval, which carries both variances (rests on respondents, baseline_respondents)
-- change_high            DOUBLE   upper end of its 95 % interval (rests on respondents, baseline_respondents)
-- p                      DOUBLE   chance of such a change or a larger one if there were none, two-sided (rests on respondents, baseline_respondents)
-- p_corrected            DOUBLE   the same, corrected by Holm for all the changes of this answer (rests on respondents, baseline_respondents)
-- complete               BOOLEAN  false while the year is unfinished (rests on respondents)
-- recounted_nps          DOUBLE   NPS of the baseline year as the exports have it now, points (rests on recounted_respondents)
-- recounted_respondents  BIGINT   people who gave a score in the baseline year, as the exports have it now (rests on recounted_respondents)
-- baseline_published_on  DATE     day on which the baseline was counted and first published (rests on baseline_respondents)
--
-- workings:
-- z                      DOUBLE   change with three answers added to each year, in standard errors
--
-- steps: two_sided_p, holm_corrected_p

with by_year as (
    select
        period_of(month, 'year', $fiscal_year_starts, $start_date) as year,
        value,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(detractors)::BIGINT as d
    from
        answered(
            $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], $dimension
        )
    where month >= $baseline_from
    group by year, value
    having sum(answers) > 0
),

recounted as (
    select
        value,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(detractors)::BIGINT as d
    from
        answered(
            $baseline_from, $baseline_to, $baseline_from, $baseline_to, $cells::INTEGER[], $dimension
        )
    group by value
),

-- A baseline first published without the dimension says nothing of its values.
locked as (
    select
        breakdown.value,
        sum(baseline.answers)::BIGINT as n,
        sum(baseline.promoters)::BIGINT as p,
        sum(baseline.detractors)::BIGINT as d,
        min(baseline.published_on) as published_on
    from baseline
    left join cell_values as breakdown
        on baseline.cell_id = breakdown.cell_id and breakdown.dimension = $dimension
    where $cells::INTEGER[] is null or baseline.cell_id in (select unnest($cells::INTEGER[]))
    group by breakdown.value
    qualify $dimension is null or bool_or(breakdown.value is not null) over ()
),

-- How much wider intervals are because some customers answered twice in a year.
effects as (
    select
        period as year,
        value,
        design_effect
    from nps_repeats
    where unit = 'year' and dimension is not distinct from $dimension
),

counted as (
    select
        by_year.year,
        by_year.value,
        by_year.n,
        by_year.p,
        by_year.d,
        locked.published_on,
        coalesce(locked.n, 0) as locked_n,
        coalesce(locked.p, 0) as locked_p,
        coalesce(locked.d, 0) as locked_d,
        coalesce(recounted.n, 0) as recounted_n,
        coalesce(recounted.p, 0) as recounted_p,
        coalesce(recounted.d, 0) as recounted_d,
        coalesce(effects.design_effect, 1e0) as effect,
        coalesce(locked_effects.design_effect, 1e0) as locked_effect
    from by_year
    left join locked on by_year.value is not distinct from locked.value
    left join recounted on by_year.value is not distinct from recounted.value
    left join effects
        on by_year.year = effects.year and by_year.value is not distinct from effects.value
    left join effects as locked_effects
        on
            locked_effects.year = $baseline_from
            and by_year.value is not distinct from locked_effects.value
),

compared as (
    select
        *,
        locked_n > 0 and year > $baseline_from as comparable,
        nps(p, d, n) as nps,
        nps(locked_p, locked_d, locked_n) as baseline_nps,
        nps_centre(p, d, n) - nps_centre(locked_p, locked_d, locked_n) as centre,
        sqrt(
            effect * nps_se(p, d, n) ** 2
            + locked_effect * nps_se(locked_p, locked_d, locked_n) ** 2
        ) as se
    from counted
)

select
    year,
    value,
    nps,
    nps_low(p, d, n, design_effect := effect) as nps_low,
    nps_high(p, d, n, design_effect := effect) as nps_high,
    n as respondents,
    baseline_nps,
    nps_low(locked_p, locked_d, locked_n, design_effect := locked_effect) as baseline_nps_low,
    nps_high(locked_p, locked_d, locked_n, design_effect := locked_effect) as baseline_nps_high,
    locked_n as baseline_respondents,
    case when comparable then nps - baseline_nps end as change,
    case when comparable then greatest(-2e2, centre - z95() * se) end as change_low,
    case when comparable then least(2e2, centre + z95() * se) end as change_high,
    period_end(year, 'year', $end_date) <= $as_of as complete,
    nps(recounted_p, recounted_d, recounted_n) as recounted_nps,
    recounted_n as recounted_respondents,
    published_on as baseline_published_on,
    case when comparable and least(n, locked_n) >= $minimum then centre / se end as z
from compared
order by year, value
