-- How has the gap of one item moved, between what customers want and what they get?
--
-- grain: item, period
--
-- item             TEXT     what was rated, in the company's words
-- period           DATE     first day of the month, quarter or year; with all, the first day asked
-- gap              DOUBLE   delivered less wanted, points of percent of maximum; null of items picked or asked on one side (rests on gap_respondents)
-- gap_low          DOUBLE   lower end of its 95 % interval, points (rests on gap_respondents)
-- gap_high         DOUBLE   upper end of its 95 % interval, points (rests on gap_respondents)
-- gap_respondents  BIGINT   people the gap rests on: both sides, or the smaller side where it is unpaired (rests on gap_respondents)
-- complete         BOOLEAN  false while the period is unfinished (rests on gap_respondents)
--
-- workings:
-- gap_se           DOUBLE   standard error of the gap, points
-- gap_df           DOUBLE   its degrees of freedom
--
-- steps: t_interval_of_gap

with per_period as (
    select
        item,
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        bool_or(is_pick) as is_pick,
        sum(wanted_n)::BIGINT as wanted_n,
        sum(wanted_sum) as wanted_sum,
        sum(wanted_squares) as wanted_squares,
        sum(delivered_n)::BIGINT as delivered_n,
        sum(delivered_sum) as delivered_sum,
        sum(delivered_squares) as delivered_squares,
        sum(both_n)::BIGINT as both_n,
        sum(both_delivered_sum) - sum(both_wanted_sum) as difference_sum,
        sum(both_delivered_squares)
        - 2 * sum(both_product)
        + sum(both_wanted_squares) as difference_squares
    from ratings_monthly
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($item::VARCHAR is null or item = $item)
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by item, period
),

sides as (
    select
        *,
        variance_of(wanted_sum, wanted_squares, wanted_n) / wanted_n as wanted_error,
        variance_of(delivered_sum, delivered_squares, delivered_n) / delivered_n as delivered_error,
        least(wanted_n, delivered_n) as smaller_n,
        both_n * 2 >= least(wanted_n, delivered_n) as is_paired
    from per_period
    where not is_pick and wanted_n > 0 and delivered_n > 0
)

select
    item,
    period,
    case
        when is_paired then mean_of(difference_sum, both_n)
        else mean_of(delivered_sum, delivered_n) - mean_of(wanted_sum, wanted_n)
    end as gap,
    case when is_paired then both_n else smaller_n end::BIGINT as gap_respondents,
    period_end(period, $unit, $end_date) <= $as_of as complete,
    case
        when is_paired then sqrt(variance_of(difference_sum, difference_squares, both_n) / both_n)
        else sqrt(wanted_error + delivered_error)
    end as gap_se,
    case
        when is_paired then both_n - 1
        else (wanted_error + delivered_error) ** 2 / nullif(
            wanted_error ** 2 / (wanted_n - 1) + delivered_error ** 2 / (delivered_n - 1), 0
        )
    end::DOUBLE as gap_df
from sides
order by item, period
