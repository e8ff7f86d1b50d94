-- Has NPS changed between two periods, and is the change real?
--
-- grain: value
--
-- value               TEXT    value of the breakdown; null where there is none
-- nps                 DOUBLE  Net Promoter Score of the period, points -100 to 100 (rests on respondents)
-- nps_low             DOUBLE  lower end of its 95 % interval, points (rests on respondents)
-- nps_high            DOUBLE  upper end of its 95 % interval, points (rests on respondents)
-- versus_nps          DOUBLE  NPS of the period it is compared with, points (rests on versus_respondents)
-- change              DOUBLE  NPS less versus_nps, points (rests on respondents, versus_respondents)
-- change_low          DOUBLE  lower end of its 95 % interval, points (rests on respondents, versus_respondents)
-- change_high         DOUBLE  upper end of its 95 % interval, points (rests on respondents, versus_respondents)
-- p                   DOUBLE  chance of such a change or a larger one if there were none, two-sided (rests on respondents, versus_respondents)
-- respondents         BIGINT  people who gave a score from 0 to 10 in the period (rests on respondents)
-- versus_respondents  BIGINT  the same, in the period it is compared with (rests on versus_respondents)
-- design_effect       DOUBLE  variance of NPS over that of as many different people, as some customers answered
--                             more than once; of a month, quarter or fiscal year its own, else the largest of
--                             the years its last twelve months touch (rests on respondents)
-- versus_design_effect  DOUBLE  the same, of the period it is compared with (rests on versus_respondents)
--
-- workings:
-- z                   DOUBLE  change with three answers added to each period, in standard errors
--
-- steps: two_sided_p

with now as (
    select
        value,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(detractors)::BIGINT as d
    from
        answered(
            $start_date, $end_date, $whole_from, $whole_to, $cells::INTEGER[], $dimension
        )
    group by value
),

versus as (
    select
        value,
        sum(answers)::BIGINT as n,
        sum(promoters)::BIGINT as p,
        sum(detractors)::BIGINT as d
    from
        answered(
            $versus_start,
            $versus_end,
            $versus_whole_from,
            $versus_whole_to,
            $cells::INTEGER[],
            $dimension
        )
    group by value
),

counted as (
    select
        coalesce(now.value, versus.value) as value,
        coalesce(now.n, 0) as n,
        coalesce(now.p, 0) as p,
        coalesce(now.d, 0) as d,
        coalesce(versus.n, 0) as versus_n,
        coalesce(versus.p, 0) as versus_p,
        coalesce(versus.d, 0) as versus_d
    from now
    full outer join versus on now.value is not distinct from versus.value
),

repeating as (
    select
        counted.*,
        coalesce(repeats.design_effect, 1e0) as design_effect,
        coalesce(versus_repeats.design_effect, 1e0) as versus_design_effect
    from counted
    left join repeated($start_date, $end_date, $whole_to, $dimension) as repeats
        on counted.value is not distinct from repeats.value
    left join
        repeated($versus_start, $versus_end, $versus_whole_to, $dimension) as versus_repeats
        on counted.value is not distinct from versus_repeats.value
    where counted.n > 0 or counted.versus_n > 0
),

compared as (
    select
        *,
        n > 0 and versus_n > 0 as comparable,
        nps(p, d, n) as nps,
        nps(versus_p, versus_d, versus_n) as versus_nps,
        nps_centre(p, d, n) - nps_centre(versus_p, versus_d, versus_n) as centre,
        sqrt(
            design_effect * nps_se(p, d, n) ** 2
            + versus_design_effect * nps_se(versus_p, versus_d, versus_n) ** 2
        ) as se
    from repeating
)

select
    value,
    nps,
    nps_low(p, d, n, design_effect := design_effect) as nps_low,
    nps_high(p, d, n, design_effect := design_effect) as nps_high,
    versus_nps,
    nps - versus_nps as change,
    case when comparable then greatest(-2e2, centre - z95() * se) end as change_low,
    case when comparable then least(2e2, centre + z95() * se) end as change_high,
    n as respondents,
    versus_n as versus_respondents,
    design_effect,
    versus_design_effect,
    case when comparable then centre / se end as z
from compared
order by value
