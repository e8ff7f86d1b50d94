"""Google Forms: one header row of question texts, the first column the time of the answer.

Known by a first column named Timestamp (in the language of the sheet) that holds times as Google
writes them, before columns worded as questions. There is no id, so one is made. The day's order
(day or month first) is that of the sheet's locale and a question wherever the first days fit both;
the times are those of the sheet's zone. The recommend question is mapped by its wording and grids
"Question [Row]" become items; e-mail addresses are left out.

Verified against real files: three yearly surveys with times such as 11/17/2020 18:23:58. The other
form of the time, 2022/06/22 11:07:29 AM AST, was read from public code (docs/layouts.md).
"""

import re

from insight.importers.first_rows import (
    day,
    key,
    one_header_row,
    personal,
    recommend_by_wording,
)
from insight.importers.grids import in_brackets, rated_items
from insight.importers.layout import Layout, Rows

KEY = "google_forms"
_TIMESTAMPS = frozenset(
    (
        "timestamp",
        "zeitstempel",
        "horodateur",
        "marcatemporal",
        "informazionicronologiche",
        "carimbodedatahora",
        "tijdstempel",
        "tidsstämpel",
        "tidsstempel",
        "aikaleima",
        "sygnaturaczasowa",
        "отметкавремени",
        "タイムスタンプ",
        "zamandamgas\u0131",
    )
)
_TIME = re.compile(
    r"(\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|\d{1,2}-\d{1,2}-\d{4}|\d{4}-\d{2}-\d{2}),?\s+"
    r"\d{1,2}[:.]\d{2}([:.]\d{2})?(\s?[AaPp]\.?[Mm]\.?)?(\s[A-Z]{2,5}([+-]\d{1,2}(:\d\d)?)?)?"
)
_WORDS = re.compile(r"\S+\s+\S+\s+\S+|\S\?$|\uff1f$")
_ADDRESSES = frozenset(("emailaddress", "username", "email", "emailadresse"))


def recognise(rows: Rows) -> Layout | None:
    """The layout of a Google Forms export; None where these rows are no such file."""
    found = one_header_row(rows)
    if found is None or key(found[1].columns[0]) not in _TIMESTAMPS:
        return None
    position, seen = found
    stamp, *others = filter(None, seen.columns)
    times = seen.texts(stamp)
    asks = any(_WORDS.search(one) or key(one) in _ADDRESSES for one in others)
    if not asks or not times or not all(map(_TIME.fullmatch, times)):
        return None
    left_out = personal(seen, others)
    reason = "when the form was sent in, by the clock of the sheet"
    scores = recommend_by_wording(seen, left_out)
    used = {stamp, *left_out, *(line.entry["column"] for line in scores)}
    items = rated_items(seen, in_brackets(seen, used))
    return Layout(
        name="Google Forms, one header row",
        key=KEY,
        first_answer=position + 2,
        columns=seen.columns,
        questions={column: asked for column, asked in seen.questions.items() if column},
        suggestions=(day(seen, "responded_on", stamp, reason), *scores, *items),
        left_out=left_out,
    )
