"""A Parquet file as rows of text, read by row groups; nested columns are laid flat."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from insight.importers.files.compressed import first_bytes
from insight.importers.files.records import FileOptions, Record
from insight.importers.files.written import LIST_MARK, written
from insight.problems import Mistake

SUFFIXES = (".parquet", ".pq")
BEGINS = b"PAR1"
_CELLS_AT_ONCE = 500_000
_BUFFER = 1 << 20


@dataclass(frozen=True)
class ParquetFile:
    """One Parquet file: the names of its columns are row 1, its first row of values is row 2."""

    path: Path
    name: str
    said: tuple[str, ...]
    questions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def records(self) -> Iterator[Record]:
        """The names of the columns, then every row; a struct's members stand as "a.b"."""
        file = _opened(self.path)
        names = tuple(name for name, _ in _flat_types(file.schema_arrow))
        yield Record(1, names)
        number = 1
        try:
            for batch in file.iter_batches(max(1, _CELLS_AT_ONCE // len(names))):
                flat = [one for column in batch.columns for one in _flat_columns(column)]
                for fields in zip(*map(_texts, flat), strict=True):
                    number += 1
                    yield Record(number, fields)
        except (pa.ArrowException, OSError, ValueError, OverflowError) as problem:
            raise _damaged(self.path, problem) from problem


def open_parquet(path: Path, _: FileOptions) -> ParquetFile:
    """Look at the file's schema; Mistake where it is no whole Parquet file."""
    begins = first_bytes(path, 4)
    if begins != BEGINS:
        wrong = " is no Parquet file in spite of its ending" if begins else ": the file is empty"
        raise Mistake(f"{path}{wrong}; write it again")
    types = _flat_types(_opened(path).schema_arrow)
    if not types:
        raise Mistake(f"{path} has no columns")
    kinds = {
        "lists are joined by “; ”": [name for name, type_ in types if _is_simple_list(type_)],
        "nested values are read as JSON text": [
            name for name, type_ in types if _is_nested(type_) and not _is_simple_list(type_)
        ],
        "bytes are read as UTF-8, else in hexadecimal": [
            name for name, type_ in types if _is_bytes(type_)
        ],
    }
    said = [f"{path.name}: {what}: {', '.join(names)}." for what, names in kinds.items() if names]
    return ParquetFile(path, path.name, tuple(said))


def _opened(path: Path) -> pq.ParquetFile:
    try:
        # Without these two, all columns of a row group would stand in memory at once.
        return pq.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER)
    except (pa.ArrowException, OSError) as problem:
        raise _damaged(path, problem) from problem


def _damaged(path: Path, problem: Exception) -> Mistake:
    said = str(problem).splitlines()[0]
    return Mistake(f"{path} is damaged or cut short ({said}); fetch or write it again")


def _flat_types(schema: pa.Schema | pa.StructType) -> list[tuple[str, pa.DataType]]:
    """Each column's name and type, the members of structs in their place."""
    flat = []
    for one in schema:
        if pa.types.is_struct(one.type):
            flat += [(f"{one.name}.{name}", type_) for name, type_ in _flat_types(one.type)]
        else:
            flat.append((one.name, one.type))
    return flat


def _flat_columns(column: pa.Array) -> list[pa.Array]:
    if pa.types.is_struct(column.type):
        return [one for member in column.flatten() for one in _flat_columns(member)]
    return [column]


def _texts(column: pa.Array) -> Sequence[str]:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    type_ = column.type
    if pa.types.is_string(type_) or pa.types.is_large_string(type_):
        return pc.fill_null(column, "").to_pylist()
    if pa.types.is_date64(type_):
        column = pc.cast(column, pa.date32(), safe=False)
    if pa.types.is_date(type_) or pa.types.is_timestamp(type_) or pa.types.is_time(type_):
        return _written_times(column)
    if pa.types.is_float16(type_) or pa.types.is_float32(type_):
        # As wide floats they would show digits that nobody wrote: 0.1 as 0.10000000149011612.
        column = pa.array([None if one is None else float(one) for one in _shortest(column)])
    values = column.to_pylist()
    if _is_nested(type_):
        return [_written_nested(value) for value in values]
    if _is_bytes(type_):
        return [_written_bytes(value) for value in values]
    texts = {value: written(value) for value in set(values)}
    return [texts[value] for value in values]


def _shortest(column: pa.Array) -> Sequence[str | None]:
    return pc.cast(column, pa.string()).to_pylist()


def _written_times(column: pa.Array) -> Sequence[str]:
    """As Arrow writes them, in every range of years, without a fraction that is nought."""
    texts = pc.cast(column, pa.string())
    texts = pc.replace_substring_regex(texts, r"\.0+($|[+-]|Z)", r"\1")
    texts = pc.replace_substring_regex(texts, r"Z$", "+0000")
    texts = pc.replace_substring_regex(texts, r"([+-]\d\d)(\d\d)$", r"\1:\2")
    return pc.fill_null(texts, "").to_pylist()


def _is_nested(type_: pa.DataType) -> bool:
    return pa.types.is_nested(type_)


def _is_simple_list(type_: pa.DataType) -> bool:
    is_list = (
        pa.types.is_list(type_)
        or pa.types.is_large_list(type_)
        or pa.types.is_fixed_size_list(type_)
    )
    return is_list and not _is_nested(type_.value_type)


def _is_bytes(type_: pa.DataType) -> bool:
    return (
        pa.types.is_binary(type_)
        or pa.types.is_large_binary(type_)
        or pa.types.is_fixed_size_binary(type_)
    )


def _written_nested(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(one, list | dict | tuple) for one in value):
        return LIST_MARK.join(map(written, value))
    return json.dumps(value, ensure_ascii=False, default=written)


def _written_bytes(value: bytes | None) -> str:
    try:
        return (value or b"").decode()
    except UnicodeDecodeError:
        return value.hex()
