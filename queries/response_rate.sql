-- How many of those asked answer, and what could the silence of the others hide?
--
-- grain: period
--
-- period              DATE     first day of the month, quarter or year; with all, the first day asked
-- sent                BIGINT   surveys sent in the whole months of the period (rests on sent)
-- questionnaires      BIGINT   questionnaires of these surveys answered in the same months (rests on questionnaires)
-- response_rate       DOUBLE   questionnaires as percent of sent; above 100 where answers are late or invitations missing (rests on sent, questionnaires)
-- response_rate_low   DOUBLE   lower end of its 95 % interval (Wilson); null above 100 (rests on sent, questionnaires)
-- response_rate_high  DOUBLE   upper end of its 95 % interval (Wilson); null above 100 (rests on sent, questionnaires)
-- nps                 DOUBLE   Net Promoter Score of those who answered, points -100 to 100 (rests on respondents)
-- nps_low             DOUBLE   lower end of its 95 % interval, points (rests on respondents)
-- nps_high            DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- silence             DOUBLE   NPS had all others answered as passives: nps times the share asked who gave a score (rests on sent, respondents)
-- silence_low         DOUBLE   the same, had all others answered as detractors: the least NPS that silence leaves possible (rests on sent, respondents)
-- silence_high        DOUBLE   the same, had all others answered as promoters: the highest NPS that silence leaves possible (rests on sent, respondents)
-- respondents         BIGINT   people of these questionnaires who gave a score from 0 to 10 (rests on respondents)
-- complete            BOOLEAN  false while the period is unfinished (rests on sent)

with invited as (
    select
        period_of(month, $unit, $fiscal_year_starts, $start_date) as period,
        sum(sent)::BIGINT as sent
    from invitations_monthly
    where
        month between date_trunc('month', $start_date) and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
    group by period
    having sum(sent) > 0
),

survey_of_cell as (
    select
        cell_id,
        value as survey
    from cell_values
    where dimension = 'survey'
),

-- What invitations cover: until a month after the last, as answers come later than questions.
covered as (
    select
        min(month) as first_month,
        max(month) + interval 1 month as last_month,
        bool_or(survey is not null) and (select count(*) > 0 from survey_of_cell) as names_surveys
    from invitations_monthly
),

-- Cells of the surveys sent: nobody was asked here for the answers to any other.
of_surveys_sent as (
    select cells.cell_id
    from cells
    left join survey_of_cell on cells.cell_id = survey_of_cell.cell_id
    cross join covered
    where
        not covered.names_surveys
        or coalesce(survey_of_cell.survey, '') in (
            select coalesce(invitations_monthly.survey, '') from invitations_monthly
        )
),

returned as (
    select
        period_of(nps_monthly.month, $unit, $fiscal_year_starts, $start_date) as period,
        sum(nps_monthly.questionnaires)::BIGINT as questionnaires,
        sum(nps_monthly.answers)::BIGINT as n,
        sum(nps_monthly.promoters)::BIGINT as p,
        sum(nps_monthly.detractors)::BIGINT as d
    from nps_monthly
    cross join covered
    where
        nps_monthly.month between date_trunc('month', $start_date) and $end_date
        and nps_monthly.month between covered.first_month and covered.last_month
        and nps_monthly.cell_id in (select of_surveys_sent.cell_id from of_surveys_sent)
        and ($cells::INTEGER[] is null or nps_monthly.cell_id in (select unnest($cells::INTEGER[])))
    group by period
),

-- How much wider intervals are because some customers answered twice; with all, of the last year.
effects as (
    select
        case when $unit = 'all' then $start_date else period end as first_day,
        max(case when $unit = 'all' then year_design_effect else design_effect end)
            as design_effect
    from nps_repeats
    where
        dimension is null
        and unit = case when $unit = 'all' then 'month' else $unit end
        and (
            $unit <> 'all'
            or (
                period between date_trunc('month', $start_date) and $end_date
                and period + interval 12 months > $whole_to
            )
        )
    group by first_day
),

counted as (
    select
        invited.period,
        invited.sent,
        coalesce(returned.questionnaires, 0) as questionnaires,
        coalesce(returned.n, 0) as n,
        coalesce(returned.p, 0) as p,
        coalesce(returned.d, 0) as d,
        coalesce(effects.design_effect, 1e0) as effect
    from invited
    left join returned on invited.period = returned.period
    left join effects on invited.period = effects.first_day
)

select
    period,
    sent,
    questionnaires,
    percent_of(questionnaires, sent) as response_rate,
    wilson_low(questionnaires, sent) as response_rate_low,
    wilson_high(questionnaires, sent) as response_rate_high,
    nps(p, d, n) as nps,
    nps_low(p, d, n, design_effect := effect) as nps_low,
    nps_high(p, d, n, design_effect := effect) as nps_high,
    case when n <= sent then nps(p, d, sent) end as silence,
    case when n <= sent then nps(p, d + sent - n, sent) end as silence_low,
    case when n <= sent then nps(p + sent - n, d, sent) end as silence_high,
    n as respondents,
    period_end(period, $unit, $end_date) <= $as_of as complete
from counted
order by period
