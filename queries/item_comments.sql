-- What do customers write about an item?
--
-- grain: item, response_id
--
-- item             TEXT    what they write about, in the company's words
-- response_id      TEXT    the answered questionnaire
-- responded_on     DATE    the customer's local day of answering (rests on answers)
-- recommend_score  BIGINT  would they recommend us, 0 to 10; null where not said (rests on answers)
-- found            TEXT    what of the item's name stands in the comment (rests on answers)
-- comment          TEXT    what they wrote; the latest fifty an item (rests on answers)
--
-- workings:
-- answers          BIGINT  answers that match, with a comment or without

-- A comment is about an item where a word of its name stands in it: a word of four letters or more
-- that is no filler; the whole name where it has only one such word.
with items as (
    select distinct
        item,
        trim(regexp_replace(lower(item), '[^\p{L}\p{N}-]+', ' ', 'g')) as item_name
    from ratings_monthly
    where $item::VARCHAR is null or item = $item
),

named as (
    select
        item,
        item_name,
        list_filter(
            string_split(item_name, ' '),
            lambda word: length(word) >= 4
            and word not in ('about', 'from', 'have', 'that', 'their', 'this', 'when', 'with', 'without', 'your')
        ) as words
    from items
),

phrases as (
    select
        item,
        unnest(case when len(words) > 1 then list_distinct(words) else [item_name] end) as words
    from named
    where item_name != ''
),

pieces as (
    select
        item,
        words,
        unnest(string_split(words, ' ')) as piece
    from phrases
),

looked_for as (
    select
        item,
        words,
        max_by(piece, length(piece)) as longest
    from pieces
    group by item, words
),

matching as (
    select
        response_id,
        responded_on,
        recommend_score,
        comment
    from survey_responses
    where
        responded_on between $start_date and $end_date
        and ($cells::INTEGER[] is null or cell_id in (select unnest($cells::INTEGER[])))
),

enough as (
    select count(*) as answers
    from matching
    having count(*) >= $minimum
),

-- The longest word alone is found twenty times faster than whole words, and leaves few comments.
near as materialized (
    select
        looked_for.item,
        looked_for.words,
        matching.response_id,
        matching.responded_on,
        matching.recommend_score,
        matching.comment
    from matching
    inner join looked_for on contains(lower(matching.comment), looked_for.longest)
)

select
    near.item,
    near.response_id,
    near.responded_on,
    near.recommend_score::BIGINT as recommend_score,
    string_agg(near.words, ', ' order by near.words) as found,
    near.comment,
    enough.answers
from near
cross join enough
where
    contains(
        ' ' || regexp_replace(lower(near.comment), '[^\p{L}\p{N}-]+', ' ', 'g') || ' ',
        ' ' || near.words || ' '
    )
group by near.item, near.response_id, near.responded_on, near.recommend_score, near.comment, enough.answers
qualify
    row_number() over (
        partition by near.item order by near.responded_on desc, near.response_id asc
    ) <= 50
order by near.item asc, near.responded_on desc, near.response_id asc
