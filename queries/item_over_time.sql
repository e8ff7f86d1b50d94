-- How have the want and the delivery of one item moved?
--
-- grain: item, value, period
--
-- item                   TEXT     what was rated, in the company's words
-- period                 DATE     first day of the month, quarter or year; with all, the first day asked
-- wanted                 DOUBLE   mean want, percent of maximum; of picks, percent who picked it (rests on respondents_wanted)
-- wanted_low             DOUBLE   lower end of its 95 % interval (rests on respondents_wanted)
-- wanted_high            DOUBLE   upper end of its 95 % interval (rests on respondents_wanted)
-- delivered              DOUBLE   mean delivery, percent of maximum (rests on respondents_delivered)
-- delivered_low          DOUBLE   lower end of its 95 % interval (rests on respondents_delivered)
-- delivered_high         DOUBLE   upper end of its 95 % interval (rests on respondents_delivered)
-- respondents_wanted     BIGINT   people who said how much they want it (rests on respondents_wanted)
-- respondents_delivered  BIGINT   people who said how well it is delivered (rests on respondents_delivered)
-- complete               BOOLEAN  false while the period is unfinished
-- value                  TEXT     value of the breakdown; null where there is none
--
-- workings:
-- wanted_se              DOUBLE   standard error of wanted
-- delivered_se           DOUBLE   standard error of delivered
--
-- steps: t_interval_of_means

with breakdown as (
    select
        cell_id,
        value
    from cell_values
    where dimension = $dimension
),

chosen as (
    select
        ratings_monthly.*,
        breakdown.value
    from ratings_monthly
    left join breakdown on ratings_monthly.cell_id = breakdown.cell_id
    where
        ratings_monthly.month between date_trunc('month', $start_date) and $end_date
        and ($item::VARCHAR is null or ratings_monthly.item = $item)
        and (
            $cells::INTEGER[] is null
            or ratings_monthly.cell_id in (select unnest($cells::INTEGER[]))
        )
),

per_period as (
    select
        item,
        value,
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        sum(wanted_n)::BIGINT as wanted_n,
        sum(wanted_sum) as wanted_sum,
        sum(wanted_squares) as wanted_squares,
        sum(delivered_n)::BIGINT as delivered_n,
        sum(delivered_sum) as delivered_sum,
        sum(delivered_squares) as delivered_squares
    from chosen
    group by item, value, period
    having sum(wanted_n) > 0 or sum(delivered_n) > 0
)

select
    item,
    period,
    mean_of(wanted_sum, wanted_n) as wanted,
    mean_of(delivered_sum, delivered_n) as delivered,
    wanted_n as respondents_wanted,
    delivered_n as respondents_delivered,
    period_end(period, $unit, $end_date) <= $as_of as complete,
    value,
    sqrt(variance_of(wanted_sum, wanted_squares, wanted_n) / wanted_n) as wanted_se,
    sqrt(variance_of(delivered_sum, delivered_squares, delivered_n) / delivered_n) as delivered_se
from per_period
order by item, value, period
