"""Names, e-mail addresses and phone numbers do not come in unless the mapping asks for them."""

import re
from pathlib import Path

import duckdb

from insight.importers.drafts.wording import EMAIL, asked_name
from insight.importers.mappings.fields import Field
from insight.importers.mappings.settling import question
from insight.importers.reading.text_column import TextColumn
from insight.problems import Mistake
from insight.tables import TABLES
from insight.warehouse import literal

_LEAST_SHARE = 0.5
"""Of the filled rows whose text must be an address or a number of somebody."""
_FEW = 10
"""So many different texts may be answers about e-mail or phone, such as yes and no."""
_PHONE = re.compile(r"'?(\+|00)\d[\d ()./-]{6,18}\d|\(?0\d{1,5}\)?[ /.-]\d[\d ./-]{3,14}\d")
_US_PHONE = re.compile(r"'?\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}")
_DIGITS = re.compile(r"\d(\D*\d){5}")

_EMAIL_HEADER = re.compile(r"\b(e ?mails?|e ?post|correo)( (address(es)?|adresse|id))?$")
_PHONE_HEADER = re.compile(
    r"\b(tele)?phones?( (number|no|nr))?$|\b(contact|whatsapp) (number|no|nr)$|"
    r"\b(mobile|cell|handy|whatsapp)( ?(phone|number|nummer|no|nr))?$|"
    r"\btelefon(nummer)?$|\btéléphone$|\bteléfono$"
)
_PEOPLE = (
    "first|last|full|sur|fore|family|given|middle|maiden|contact|customer|client|respondent|"
    "recipient|member|employee|agent|guest|patient|person|user|your|kunden?|ansprechpartner"
)
_NAME_HEADER = re.compile(
    rf"^names?$|\b({_PEOPLE})s? ?names?$|^names? of (the )?({_PEOPLE})\b|"
    r"^(first|last) and (first|last) name$|"
    r"\b(vor|nach|zu|familien)namen?$|\bprénom$|^nom( de famille)?$|\bapellidos?$|^nombre$"
)
_KNOWN = frozenset(column.name for table in TABLES.values() for column in table.columns)
_MAY_NAME_PEOPLE = ("comment", "customer_id", "owner")
"""Columns of ours in which a name would be a person's."""
_HOLDS_EMAIL = r"[^@\s<>]+@[^@\s<>]+\.[a-zA-Z]{2,}"


def looks_personal(column_name: str, column: TextColumn) -> str | None:
    """What a column says of persons: "e-mail addresses", "phone numbers", "names"; else None."""
    return _by_values(column) or _by_header(column_name, column)


def refuse_personal(field: Field, column: TextColumn) -> None:
    """Mistake where a field would bring in what names or reaches a person, unasked."""
    if field.type != "VARCHAR" or field.personal or field.is_constant:
        return
    kind = _by_values(column)
    if kind is None and (field.name not in _KNOWN or field.name in _MAY_NAME_PEOPLE):
        kind = _by_header(column.name, column)
    if kind is None:
        return
    first = column.rows[column.texts.index(_first_of(kind, column))]
    leave = "leave the line out"
    if field.name in ("customer_id", "response_id"):
        leave = f"take another column, or leave {field.name} out"
    raise Mistake(
        question(
            field,
            f"{column.file}, row {first}, column {column.name!r}: this holds {kind} of persons, as "
            f"it seems, which do not come in unless the mapping asks for them; if nobody needs "
            f"them, {leave}",
            [(field.line(personal=True), "if they are to be imported, or are no persons' at all")],
        )
    )


def comments_with_addresses(built: Path) -> int:
    """How many comments of a built table hold an e-mail address."""
    with duckdb.connect(":memory:") as connection:
        return connection.execute(
            f"select count(*) from read_parquet({literal(str(built))}) "
            f"where regexp_matches(comment, {literal(_HOLDS_EMAIL)})"
        ).fetchone()[0]


def _first_of(kind: str, column: TextColumn) -> str:
    """The first text that shows it, or where only the header does, the first there is."""
    filled = [text for text in column.texts if text]
    shows = {"e-mail addresses": _is_email, "phone numbers": _is_phone}.get(kind, bool)
    return next(filter(shows, filled), filled[0])


def _is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text))


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text) or _US_PHONE.fullmatch(text))


def _by_values(column: TextColumn) -> str | None:
    filled = emails = phones = 0
    for text, rows in column.counted():
        if text:
            filled += rows
            emails += rows if _is_email(text) else 0
            phones += rows if _is_phone(text) else 0
    if emails and emails >= _LEAST_SHARE * filled:
        return "e-mail addresses"
    if phones and phones >= _LEAST_SHARE * filled:
        return "phone numbers"
    return None


def _by_header(name: str, column: TextColumn) -> str | None:
    """By its name alone, unless what stands below is plainly something else."""
    words = asked_name(name)
    texts = {text for text in column.texts if text}
    if not texts:
        return None
    if _NAME_HEADER.search(words):
        return None if all(map(_is_code, texts)) else "names"
    few = len(texts) <= _FEW
    if _EMAIL_HEADER.search(words) and not (few and not any("@" in text for text in texts)):
        return "e-mail addresses"
    if _PHONE_HEADER.search(words) and not (few and not any(map(_DIGITS.search, texts))):
        return "phone numbers"
    return None


def _is_code(text: str) -> bool:
    """Whether a text is a number or a key and no name: 1042, K-17."""
    return any(character.isdigit() for character in text) and " " not in text
