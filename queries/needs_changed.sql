-- Has the profile of needs changed from one wave to another, and how much?
--
-- grain: first_wave, second_wave
--
-- first_wave          TEXT    the earlier wave: each is compared with the next, and the first with the last
-- second_wave         TEXT    the later wave
-- chi2                DOUBLE  chi-squared of the picks, corrected for several picks a person; null of ratings (rests on respondents_first, respondents_second)
-- p                   DOUBLE  chance of such a difference or a larger one if nothing had changed;
--                             of ratings the smallest after Holm over the items (rests on respondents_first, respondents_second)
-- js_distance         DOUBLE  Jensen-Shannon distance of the two profiles, base 2: 0 is alike, 1 nothing in
--                             common (rests on respondents_first, respondents_second)
-- rank_correlation    DOUBLE  Spearman's, of the items' wants: 1 is the same order, -1 the opposite (rests on respondents_first, respondents_second)
-- test                TEXT    the test that p is of
-- df                  DOUBLE  degrees of freedom of chi2 (rests on respondents_first, respondents_second)
-- items               BIGINT  items asked in both waves, which alone are compared (rests on respondents_first, respondents_second)
-- respondents_first   BIGINT  people asked in the earlier wave: the most that any item compared has (rests on respondents_first)
-- respondents_second  BIGINT  the same in the later wave (rests on respondents_second)
--
-- steps: needs_changed

with wants as (
    select *
    from needs($start_date, $end_date, $cells::INTEGER[], $fiscal_year_starts)
),

stated as (
    select
        cell_id,
        case when dimension = 'wave' then value end as wave
    from cell_values
    union all
    select
        cell_id,
        null as wave
    from picked_together
),

waves as (
    select
        cell_id,
        max(wave) as wave
    from stated
    group by cell_id
),

named as (
    select bool_or(by_wave) as by_wave
    from wants
),

pairs as (
    select
        picked_together.item,
        picked_together.other_item,
        case
            when named.by_wave then waves.wave
            else year_name(picked_together.fiscal_year, $fiscal_year_starts)
        end as picked_in,
        sum(picked_together.people)::BIGINT as people
    from picked_together
    cross join named
    inner join waves on picked_together.cell_id = waves.cell_id
    where
        picked_together.fiscal_year
        between period_of($start_date, 'year', $fiscal_year_starts, $start_date) and $end_date
        and (
            $cells::INTEGER[] is null
            or picked_together.cell_id in (select unnest($cells::INTEGER[]))
        )
    group by
        picked_together.item,
        picked_together.other_item,
        picked_in
)

select
    item,
    null as other_item,
    is_pick,
    wave,
    wave_number,
    wanted_n,
    wanted_sum,
    wanted_squares,
    null as people
from wants
where wanted_n >= $minimum
union all
select
    item,
    other_item,
    true as is_pick,
    picked_in as wave,
    null as wave_number,
    null as wanted_n,
    null as wanted_sum,
    null as wanted_squares,
    people
from pairs
order by wave_number, item, other_item
