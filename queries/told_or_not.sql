-- Did customers who were told of a change score better than those who were not?
--
-- grain: change_id
--
-- change_id                  TEXT    the change of ours
-- title                      TEXT    the change in a few words
-- told_on                    DATE    day customers were told; told is who has a contact of direction told within 30 days from then
-- nps_told_before            DOUBLE  Net Promoter Score in the year before that day, of those who were told then, points -100 to
--                                    100 (rests on respondents_told_before)
-- nps_told_after             DOUBLE  the same in the year after the 30 days (rests on respondents_told_after)
-- nps_untold_before          DOUBLE  in the year before, of customers it touched too who were not told (rests on respondents_untold_before)
-- nps_untold_after           DOUBLE  the same in the year after the 30 days (rests on respondents_untold_after)
-- effect                     DOUBLE  what those told gained less what the others gained, points; not drawn by lot, so not proof (rests on fewest)
-- low                        DOUBLE  lower end of its 95 % interval (adjusted Wald of all four), points (rests on fewest)
-- high                       DOUBLE  upper end of its 95 % interval, points (rests on fewest)
-- p                          DOUBLE  chance of such a difference or a larger one if being told made none, two-sided (rests on fewest)
-- p_corrected                DOUBLE  p corrected for all changes compared here (Benjamini-Hochberg) (rests on fewest)
-- verdict                    TEXT    moved, bounded (no difference of more than the farther limit), too_few (answers to say) or
--                                    not_identifiable (the same contacts may have been about another change)
-- respondents_told_before    BIGINT  scored answers of those told, before (rests on respondents_told_before)
-- respondents_told_after     BIGINT  the same, after (rests on respondents_told_after)
-- respondents_untold_before  BIGINT  scored answers of those not told, before (rests on respondents_untold_before)
-- respondents_untold_after   BIGINT  the same, after (rests on respondents_untold_after)
-- also_told_of               TEXT    other changes told of to the same customers within 30 days, by title, listed with semicolons
--
-- workings:
-- fewest                     BIGINT  answers of the smallest of the four groups
--
-- steps: told_or_not

with announced as (
    select
        change_id,
        title,
        told_on
    from changes
    where lane = 'ours' and told_on between $start_date and $end_date
),

chosen as (
    select *
    from told_scores
    where $cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[]))
),

counted as (
    select
        change_id,
        coalesce(sum(answers) filter (where is_told and not is_after), 0)::BIGINT as respondents_told_before,
        coalesce(sum(answers) filter (where is_told and is_after), 0)::BIGINT as respondents_told_after,
        coalesce(sum(answers) filter (where not is_told and not is_after), 0)::BIGINT as respondents_untold_before,
        coalesce(sum(answers) filter (where not is_told and is_after), 0)::BIGINT as respondents_untold_after,
        coalesce(sum(promoters) filter (where is_told and not is_after), 0)::BIGINT as promoters_told_before,
        coalesce(sum(promoters) filter (where is_told and is_after), 0)::BIGINT as promoters_told_after,
        coalesce(sum(promoters) filter (where not is_told and not is_after), 0)::BIGINT as promoters_untold_before,
        coalesce(sum(promoters) filter (where not is_told and is_after), 0)::BIGINT as promoters_untold_after,
        coalesce(sum(detractors) filter (where is_told and not is_after), 0)::BIGINT as detractors_told_before,
        coalesce(sum(detractors) filter (where is_told and is_after), 0)::BIGINT as detractors_told_after,
        coalesce(sum(detractors) filter (where not is_told and not is_after), 0)::BIGINT as detractors_untold_before,
        coalesce(sum(detractors) filter (where not is_told and is_after), 0)::BIGINT as detractors_untold_after
    from chosen
    group by change_id
),

-- Changes told of within the same days, of which customers of one cell at least were told.
near as (
    select
        announced.change_id,
        string_agg(another.title, '; ' order by another.told_on, another.change_id) as also_told_of
    from announced
    inner join changes as another
        on
            announced.change_id != another.change_id
            and abs(announced.told_on - another.told_on) < 30
    where
        another.lane = 'ours'
        and exists (
            select 1
            from chosen as own
            inner join chosen as other on own.cell_id = other.cell_id
            where
                own.change_id = announced.change_id
                and other.change_id = another.change_id
                and own.is_told
                and other.is_told
        )
    group by announced.change_id
)

select
    announced.change_id,
    announced.title,
    announced.told_on,
    counted.respondents_told_before,
    counted.respondents_told_after,
    counted.respondents_untold_before,
    counted.respondents_untold_after,
    counted.promoters_told_before,
    counted.promoters_told_after,
    counted.promoters_untold_before,
    counted.promoters_untold_after,
    counted.detractors_told_before,
    counted.detractors_told_after,
    counted.detractors_untold_before,
    counted.detractors_untold_after,
    near.also_told_of,
    coalesce(
        (
            select max(nps_repeats.design_effect)
            from nps_repeats
            where
                nps_repeats.unit = 'year'
                and nps_repeats.dimension is null
                and nps_repeats.period <= announced.told_on + interval 13 months
                and nps_repeats.period + interval 2 years > announced.told_on
        ), 1e0
    ) as design_effect,
    $minimum::BIGINT as minimum
from announced
inner join counted on announced.change_id = counted.change_id
left join near on announced.change_id = near.change_id
order by announced.told_on, announced.change_id
