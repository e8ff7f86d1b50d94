-- Do we know what customers want?
--
-- grain: item, department
--
-- item         TEXT    what was believed of or asked, in the company's words
-- department   TEXT    whose beliefs these are; null is everybody in the company
-- believed     DOUBLE  mean want as staff believe it, percent of maximum, from the beliefs of the 90 days up to the
--                      department's latest in the period; few believers are not hidden (rests on believers_or_minimum)
-- wanted       DOUBLE  mean want as customers say it, percent of maximum; of picks, percent who picked it (rests on respondents)
-- gap          DOUBLE  believed less wanted, points of percent of maximum; null where only one of them was asked, or one as a
--                      pick and the other on a scale (rests on respondents)
-- gap_low      DOUBLE  lower end of its 95 % interval (Welch; of a single belief from the customers' answers alone), points (rests on respondents)
-- gap_high     DOUBLE  upper end of its 95 % interval, points (rests on respondents)
-- respondents  BIGINT  customers who said how much they want it (rests on respondents)
-- believers    BIGINT  beliefs that believed is the mean of: members of staff, or workshops (rests on believers_or_minimum)
-- p            DOUBLE  chance of such a gap or a larger one if there were none, two-sided; null below ten beliefs (rests on respondents)
-- p_corrected  DOUBLE  p corrected (Holm) for looking at every item: of everybody together, and of all departments together (rests on respondents)
-- believed_on  DATE    day of the latest of these beliefs; null where none has a day
--
-- workings:
-- believers_or_minimum  BIGINT  believers, or the minimum where they are fewer: what staff believe is not hidden
-- gap_se                DOUBLE  standard error of the gap, points
-- gap_df                DOUBLE  its degrees of freedom
--
-- steps: perception_gap

-- A period that holds the first answer holds all beliefs before it; the same at the other end.
with covered as (
    select
        min(first_day) as first_answer,
        max(last_day) as last_answer
    from nps_monthly
),

held as (
    select
        beliefs.item,
        beliefs.department,
        beliefs.is_pick,
        beliefs.wanted,
        beliefs.believed_on
    from beliefs
    cross join covered
    where
        (
            $start_date <= covered.first_answer
            or coalesce(beliefs.believed_on, $end_date) >= $start_date
        )
        and (
            $end_date >= covered.last_answer
            or coalesce(beliefs.believed_on, $end_date) <= $end_date
        )
        and ($cells::INTEGER[] is null or len($cells::INTEGER[]) > 0)
),

latest as (
    select *
    from held
    qualify
        believed_on is null
        or believed_on > max(believed_on) over (partition by item, department) - interval 90 days
),

believed as (
    select
        item,
        department,
        count(*)::BIGINT as n,
        -- In one order, so that the same question has the same answer to the last digit.
        avg(wanted order by wanted) as mean,
        var_samp(wanted order by wanted) / count(*) as error,
        bool_or(is_pick) as is_pick,
        max(believed_on) as believed_on
    from latest
    group by grouping sets ((item), (item, department))
    having grouping(department) = 1 or department is not null
),

wants as (
    select
        item,
        bool_or(is_pick) as is_pick,
        sum(wanted_n)::BIGINT as n,
        sum(wanted_sum) as total,
        sum(wanted_squares) as squares
    from
        rated(
            date_trunc('month', $start_date)::DATE,
            $end_date,
            $whole_from,
            $whole_to,
            $cells::INTEGER[],
            null
        )
    where exists (select 1 from latest)
    group by item
    having sum(wanted_n) > 0
),

sides as (
    select
        coalesce(believed.item, wants.item) as item,
        believed.department,
        believed.mean as believed,
        mean_of(wants.total, wants.n) as wanted,
        coalesce(wants.n, 0) as respondents,
        coalesce(believed.n, 0) as believers,
        believed.believed_on,
        believed.is_pick = wants.is_pick as is_comparable,
        coalesce(believed.error, 0) as believed_error,
        variance_of(wants.total, wants.squares, wants.n) / wants.n as wanted_error
    from believed
    full outer join wants on believed.item = wants.item
)

select
    item,
    department,
    believed,
    wanted,
    respondents,
    believers,
    believed_on,
    case when is_comparable then believed - wanted end as gap,
    greatest(believers, $minimum) as believers_or_minimum,
    case when is_comparable then sqrt(believed_error + wanted_error) end as gap_se,
    case
        when is_comparable
            then (believed_error + wanted_error) ** 2 / nullif(
                coalesce(believed_error ** 2 / nullif(believers - 1, 0), 0)
                + wanted_error ** 2 / nullif(respondents - 1, 0), 0
            )
    end::DOUBLE as gap_df
from sides
order by department is not null asc, department asc, gap is null asc, gap desc, item asc
