-- What was NPS in the first year, the baseline?
--
-- grain: year
--
-- year          DATE    first day of the baseline's fiscal year; no row where the period ends before it
-- nps           DOUBLE  Net Promoter Score as first published, points -100 to 100 (rests on respondents)
-- nps_low       DOUBLE  lower end of its 95 % interval, points (rests on respondents)
-- nps_high      DOUBLE  upper end of its 95 % interval, points (rests on respondents)
-- respondents   BIGINT  people who gave a score from 0 to 10 in that year, as first published (rests on respondents)
-- published_on  DATE    day on which the year was counted and first published (rests on respondents)

with locked as (
    select
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(detractors)::BIGINT as d,
        min(published_on) as published_on
    from baseline
    where
        $baseline_from <= $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    having sum(answers) > 0
),

-- How much wider intervals are because some customers answered twice in the year.
effects as (
    select max(design_effect) as design_effect
    from nps_repeats
    where unit = 'year' and dimension is null and period = $baseline_from
)

select
    $baseline_from::DATE as year,
    nps(locked.p, locked.d, locked.n) as nps,
    nps_low(
        locked.p, locked.d, locked.n, design_effect := coalesce(effects.design_effect, 1e0)
    ) as nps_low,
    nps_high(
        locked.p, locked.d, locked.n, design_effect := coalesce(effects.design_effect, 1e0)
    ) as nps_high,
    locked.n as respondents,
    locked.published_on
from locked
cross join effects
