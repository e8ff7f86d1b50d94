-- Which items are wanted more, and which less, than a wave before?
--
-- grain: item, first_wave, second_wave
--
-- item         TEXT     what was asked about, in the company's words
-- first_wave   TEXT     the earlier wave: each is compared with the next, and the first with the last
-- second_wave  TEXT     the later wave
-- change       DOUBLE   wanted in the later wave less in the earlier, points of percent of maximum or of people who picked it (rests on respondents)
-- low          DOUBLE   lower end of its 95 % interval, points: Welch of ratings, Agresti and Caffo of picks (rests on respondents)
-- high         DOUBLE   upper end of its 95 % interval, points (rests on respondents)
-- p            DOUBLE   chance of such a change or a larger one if nothing had changed (rests on respondents)
-- p_corrected  DOUBLE   p after Holm over every item and pair of waves in this answer (rests on respondents)
-- respondents  BIGINT   people who said how much they want it, in the wave with fewer (rests on respondents)
-- before       DOUBLE   wanted in the earlier wave, percent (rests on respondents)
-- after        DOUBLE   wanted in the later wave, percent (rests on respondents)
-- is_pick      BOOLEAN  true where people picked what matters most, false where they rated every item
--
-- steps: needs_moved, holm_corrected_p

select
    item,
    is_pick,
    wave,
    wave_number,
    wanted_n,
    wanted_sum,
    wanted_squares
from needs($start_date, $end_date, $cells::INTEGER[], $fiscal_year_starts)
where wanted_n >= $minimum
order by wave_number, item
