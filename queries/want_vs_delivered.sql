-- Where do what customers want and what they get part?
--
-- grain: item, value
--
-- item                     TEXT    what was rated, in the company's words
-- value                    TEXT    value of the breakdown; null where there is none
-- kind                     TEXT    hard (measurable) or soft (felt); null where the export does not say
-- wanted                   DOUBLE  mean want, percent of maximum; of picks, percent who picked it (rests on respondents_wanted)
-- delivered                DOUBLE  mean delivery, percent of maximum (rests on respondents_delivered)
-- wanted_top               DOUBLE  percent in the top two boxes; of picks, percent who picked it (rests on respondents_wanted)
-- delivered_top            DOUBLE  percent in the top two boxes (rests on respondents_delivered)
-- gap                      DOUBLE  delivered less wanted, points of percent of maximum (rests on gap_respondents)
-- gap_low                  DOUBLE  lower end of its 95 % interval, points (rests on gap_respondents)
-- gap_high                 DOUBLE  upper end of its 95 % interval, points (rests on gap_respondents)
-- importance_satisfaction  DOUBLE  share who picked it times share not satisfied, 0 to 1; picks only (rests on respondents_wanted, respondents_delivered)
-- respondents_wanted       BIGINT  people who said how much they want it (rests on respondents_wanted)
-- respondents_delivered    BIGINT  people who said how well it is delivered (rests on respondents_delivered)
-- respondents              BIGINT  people who said both (rests on respondents)
-- wanted_low               DOUBLE  lower end of the 95 % interval of wanted (rests on respondents_wanted)
-- wanted_high              DOUBLE  upper end of the 95 % interval of wanted (rests on respondents_wanted)
-- delivered_low            DOUBLE  lower end of the 95 % interval of delivered (rests on respondents_delivered)
-- delivered_high           DOUBLE  upper end of the 95 % interval of delivered (rests on respondents_delivered)
--
-- workings:
-- gap_respondents          BIGINT  people the gap rests on: both sides, or the smaller side where it is unpaired
-- gap_se                   DOUBLE  standard error of the gap, points
-- gap_df                   DOUBLE  its degrees of freedom
-- wanted_se                DOUBLE  standard error of wanted
-- delivered_se             DOUBLE  standard error of delivered
--
-- steps: t_interval_of_gap, t_interval_of_means

with per_item as (
    select
        item,
        value,
        min(kind) as kind,
        bool_or(is_pick) as is_pick,
        sum(wanted_n)::BIGINT as wanted_n,
        sum(wanted_sum) as wanted_sum,
        sum(wanted_squares) as wanted_squares,
        sum(wanted_top)::BIGINT as wanted_top,
        sum(delivered_n)::BIGINT as delivered_n,
        sum(delivered_sum) as delivered_sum,
        sum(delivered_squares) as delivered_squares,
        sum(delivered_top)::BIGINT as delivered_top,
        sum(both_n)::BIGINT as both_n,
        sum(both_delivered_sum) - sum(both_wanted_sum)
            as difference_sum,
        sum(both_delivered_squares)
        - 2 * sum(both_product)
        + sum(both_wanted_squares) as difference_squares
    from
        rated(
            date_trunc('month', $start_date)::DATE,
            $end_date,
            $whole_from,
            $whole_to,
            $cells::INTEGER[],
            $dimension
        )
    group by item, value
),

sides as (
    select
        *,
        mean_of(wanted_sum, wanted_n) as wanted,
        mean_of(delivered_sum, delivered_n) as delivered,
        variance_of(wanted_sum, wanted_squares, wanted_n) / nullif(wanted_n, 0) as wanted_error,
        variance_of(delivered_sum, delivered_squares, delivered_n) / nullif(delivered_n, 0)
            as delivered_error,
        least(wanted_n, delivered_n) as smaller_n,
        not is_pick and wanted_n > 0 and delivered_n > 0 as has_gap
    from per_item
    where wanted_n > 0 or delivered_n > 0
),

gaps as (
    select
        *,
        case
            when not has_gap then 0
            when both_n * 2 >= smaller_n then both_n
            else smaller_n
        end::BIGINT as gap_respondents,
        has_gap and both_n * 2 >= smaller_n as is_paired
    from sides
)

select
    item,
    value,
    kind,
    wanted,
    delivered,
    percent_of(wanted_top, wanted_n) as wanted_top,
    percent_of(delivered_top, delivered_n) as delivered_top,
    case
        when is_paired then mean_of(difference_sum, both_n)
        when has_gap then delivered - wanted
    end as gap,
    case
        when is_pick
            then wanted_top / nullif(wanted_n, 0) * (1 - delivered_top / nullif(delivered_n, 0))
    end as importance_satisfaction,
    wanted_n as respondents_wanted,
    delivered_n as respondents_delivered,
    both_n as respondents,
    gap_respondents,
    case
        when is_paired then sqrt(variance_of(difference_sum, difference_squares, both_n) / both_n)
        when has_gap then sqrt(wanted_error + delivered_error)
    end as gap_se,
    case
        when is_paired then both_n - 1
        when has_gap then (wanted_error + delivered_error) ** 2 / nullif(
            wanted_error ** 2 / (wanted_n - 1) + delivered_error ** 2 / (delivered_n - 1), 0
        )
    end::DOUBLE as gap_df,
    sqrt(wanted_error) as wanted_se,
    sqrt(delivered_error) as delivered_se
from gaps
order by gap is null asc, gap asc, importance_satisfaction desc, wanted desc, delivered desc, item asc, value asc
