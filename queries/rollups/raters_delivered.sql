-- How well each item is delivered, percent of maximum, as the people in raters rated it.

select
    raters.month,
    raters.respondent,
    ratings.item,
    ratings.delivered
from raters
inner join ratings on raters.response_id = ratings.response_id
where ratings.delivered is not null
order by 1, 2, 3
