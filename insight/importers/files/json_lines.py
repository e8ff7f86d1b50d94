"""JSON lines, one object a line, as rows of text: a column for every key that any line has."""

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insight.importers.files.compressed import first_bytes, open_bytes
from insight.importers.files.records import FileOptions, Record
from insight.importers.files.written import LIST_MARK, written
from insight.problems import Mistake

SUFFIXES = (".jsonl", ".ndjson", ".json")
_MOST_COLUMNS = 20_000
_LONGEST_LINE = 64 << 20
_LOOKED_AT = 4096
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class JsonLines:
    """One file of JSON lines: the names of its columns are row 1, its first line is row 2."""

    path: Path
    name: str
    said: tuple[str, ...]
    columns: tuple[str, ...]
    encoding: str
    questions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """The names of the columns, then every line; one that is no object is torn."""
        yield Record(1, self.columns)
        nothing = ("",) * len(self.columns)
        for number, line in enumerate(_lines(self.path, self.encoding), start=2):
            text = line.rstrip("\r\n")
            if not text.strip():
                yield Record(number, nothing)
                continue
            try:
                values = _flat(text)
            except ValueError as problem:
                yield Record(number, None, str(problem), text)
            else:
                fields = tuple(_written(values.get(name)) for name in self.columns)
                yield Record(number, fields, text=text)


def open_json_lines(path: Path, options: FileOptions) -> JsonLines:
    """Pass over the file once for the names of its columns; Mistake where it has none."""
    encoding = _encoding(path, options)
    columns: dict[str, None] = {}
    lists: dict[str, None] = {}
    nested: dict[str, None] = {}
    first_problem = ""
    for number, line in enumerate(_lines(path, encoding), start=1):
        if not line.strip():
            continue
        try:
            values = _flat(line)
        except ValueError as problem:
            first_problem = first_problem or f"line {number}: {problem}"
            continue
        columns.update(dict.fromkeys(values))
        if len(columns) > _MOST_COLUMNS:
            raise Mistake(
                f"{path}, line {number}: the lines have more than {_MOST_COLUMNS:,} different "
                "names; they must be the columns of a table, the same on every line"
            )
        for name, value in values.items():
            if isinstance(value, list):
                (nested if _holds_objects(value) else lists)[name] = None
    if not columns:
        raise Mistake(f"{path} has no line that is a JSON object; {first_problem or 'it is empty'}")
    kinds = {"lists are joined by “; ”": lists, "nested values are read as JSON text": nested}
    said = [f"{path.name}: {what}: {', '.join(names)}." for what, names in kinds.items() if names]
    return JsonLines(path, path.name, tuple(said), tuple(columns), encoding)


def _encoding(path: Path, options: FileOptions) -> str:
    begins = first_bytes(path, _LOOKED_AT)
    marked = next((name for mark, name in _MARKS.items() if begins.startswith(mark)), None)
    encoding = marked or options.encoding or "utf-8"
    if codecs.lookup(encoding).name == "utf-8":
        encoding = "utf-8-sig"
    if begins.decode(encoding, errors="ignore").lstrip().startswith("["):
        raise Mistake(
            f"{path} is one JSON array, not one object a line; write it as JSON lines, "
            f"for example with jq -c '.[]' {path.name} > {path.stem}.jsonl"
        )
    return encoding


def _lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines as text; those of one byte a line end are decoded one by one, to name the line."""
    with open_bytes(path) as stream:
        is_wide = len("\n\n".encode(encoding)) - len("\n".encode(encoding)) > 1
        lines = io.TextIOWrapper(stream, encoding, newline="\n") if is_wide else stream
        number = 0
        try:
            while line := lines.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE:
                    raise Mistake(f"{path}, line {number} is too long to be one answer")
                yield line if is_wide else line.decode(encoding)
        except UnicodeDecodeError as problem:
            raise Mistake(
                f"{path}, line {number}: the byte {problem.object[problem.start]:#04x} is not "
                f"{encoding.removesuffix('-sig')}; say which encoding it is: "
                '[file] encoding = "..."'
            ) from None


def _flat(line: str) -> dict[str, Any]:
    """The object of one line with the members of its objects as "a.b"; ValueError says why not."""
    try:
        value = json.loads(line, object_pairs_hook=_Members)
    except json.JSONDecodeError as problem:
        raise ValueError(f"no JSON: {problem.msg}") from None
    except RecursionError:
        raise ValueError("no JSON: nested too deeply") from None
    if not isinstance(value, _Members):
        raise ValueError("JSON, but no object")
    flat: dict[str, Any] = {}
    _lay_flat(value, "", flat)
    if "\\ud" in line.lower() and not _is_text(json.dumps(_plain(value), ensure_ascii=False)):
        raise ValueError("half a character, as \\ud83d without its other half")
    return flat


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class _Members(list):
    """An object's names and values, also where a name stands twice."""


def _lay_flat(members: _Members, before: str, flat: dict[str, Any]) -> None:
    for name, value in members:
        name = f"{before}{name}"
        if isinstance(value, _Members):
            _lay_flat(value, f"{name}.", flat)
        elif name in flat:
            raise ValueError(f"the name {name!r} stands twice")
        else:
            flat[name] = value


def _holds_objects(values: list[Any]) -> bool:
    return any(isinstance(value, list) for value in values)


def _written(value: Any) -> str:
    if not isinstance(value, list):
        return written(value)
    if _holds_objects(value):
        return json.dumps(_plain(value), ensure_ascii=False)
    return LIST_MARK.join(map(written, value))


def _plain(value: Any) -> Any:
    if isinstance(value, _Members):
        return {name: _plain(one) for name, one in value}
    return [_plain(one) for one in value] if isinstance(value, list) else value
