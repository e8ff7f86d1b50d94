-- Every measure, defined once. Points run from -100 to 100, percent of maximum from 0 to 100.

-- Net Promoter Score from counts, in points; null where nobody answered.
create macro nps(promoters, detractors, respondents) as
1e2 * (promoters - detractors) / nullif(respondents, 0);

-- Standard error of the NPS, in points: adjusted Wald, three answers added (METHODS.md).
create macro nps_se(promoters, detractors, respondents) as
1e2 * sqrt(promoters + detractors + 1.5e0 - (promoters - detractors) ** 2 / (respondents + 3e0))
/ (respondents + 3e0);

-- NPS with the three answers added: the centre of its interval, in points.
create macro nps_centre(promoters, detractors, respondents) as
1e2 * (promoters - detractors) / (respondents + 3e0);

-- The normal quantile of a two-sided 95 % interval.
create macro z95() as 1.959963984540054e0;

-- Lower end of the 95 % interval of the NPS, in points. The design effect multiplies its variance
-- where customers answered more than once.
create macro nps_low(promoters, detractors, respondents, design_effect := 1e0) as
case when respondents > 0 then greatest(
    -1e2, 1e2 * (
        promoters - detractors - z95() * sqrt(
            design_effect * (
                promoters + detractors + 1.5e0
                - (promoters - detractors) ** 2 / (respondents + 3e0)
            )
        )
    ) / (respondents + 3e0)
) end;

-- Upper end of the 95 % interval of the NPS, in points, with the same design effect.
create macro nps_high(promoters, detractors, respondents, design_effect := 1e0) as
case when respondents > 0 then least(
    1e2, 1e2 * (
        promoters - detractors + z95() * sqrt(
            design_effect * (
                promoters + detractors + 1.5e0
                - (promoters - detractors) ** 2 / (respondents + 3e0)
            )
        )
    ) / (respondents + 3e0)
) end;

-- Mean from a sum; null where nobody answered.
create macro mean_of(total, n) as total / nullif(n, 0);

-- Variance of a sample from its sums; null below two answers, never below zero.
create macro variance_of(total, squares, n) as
case when n > 1 then greatest(0e0, (squares - total * total / n) / (n - 1)) end;

-- Share in percent; null where nobody answered.
create macro percent_of(part, n) as 1e2 * part / nullif(n, 0);

-- Lower end of the 95 % interval (Wilson) of a share, percent; null where more than all or nobody.
create macro wilson_low(part, n) as
case when part between 0 and n and n > 0 then greatest(
    0e0, 1e2 * (
        part + z95() ** 2 / 2 - z95() * sqrt(part * (n - part) / n + z95() ** 2 / 4)
    ) / (n + z95() ** 2)
) end;

-- Upper end of the 95 % interval (Wilson) of a share, percent; null where more than all or nobody.
create macro wilson_high(part, n) as
case when part between 0 and n and n > 0 then least(
    1e2, 1e2 * (
        part + z95() ** 2 / 2 + z95() * sqrt(part * (n - part) / n + z95() ** 2 / 4)
    ) / (n + z95() ** 2)
) end;

-- First day of the period that holds a month, in the company's fiscal calendar.
create macro period_of(month, unit, fiscal_year_starts, first_day) as
case unit
    when 'month' then month
    when 'quarter'
        then (
            date_trunc('quarter', month - to_months(fiscal_year_starts - 1))
            + to_months(fiscal_year_starts - 1)
        )::DATE
    when 'year'
        then (
            date_trunc('year', month - to_months(fiscal_year_starts - 1))
            + to_months(fiscal_year_starts - 1)
        )::DATE
    else first_day
end;

-- Last day of the period that starts on that day.
create macro period_end(period, unit, last_day) as
case unit
    when 'month' then (period + interval 1 month)::DATE - 1
    when 'quarter' then (period + interval 3 months)::DATE - 1
    when 'year' then (period + interval 1 year)::DATE - 1
    else last_day
end;

-- The name of the fiscal year that holds a day: 2024, or 2024/25 where it starts within a year.
create macro year_name(day, fiscal_year_starts) as
case
    when fiscal_year_starts = 1 then year(day)::VARCHAR
    else
        year(day - to_months(fiscal_year_starts - 1)) || '/'
        || lpad(((year(day - to_months(fiscal_year_starts - 1)) + 1) % 100)::VARCHAR, 2, '0')
end;
