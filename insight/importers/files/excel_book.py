"""A workbook opened by what it holds, whatever its ending says, or refused by what it is."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import ParseError

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from insight.importers.files.compressed import first_bytes
from insight.importers.files.sheet_xml import SheetExtent, sheet_extent, sheet_parts
from insight.problems import Mistake

ZIP_BEGINS = b"PK\x03\x04"
OLE_BEGINS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LEGACY_ERROR = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01"
    rb"|\x06\x00.{8}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a].{3}\xff\xff",
    re.DOTALL,
)
"""A cell of an XLS file that shows an error: its records BoolErr and Formula, [MS-XLS]."""
_DAMAGE = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    StopIteration,
)


def opened_book(path: Path) -> CalamineWorkbook:
    """The workbook, whichever of the two kinds its content is: tools mix up their endings."""
    begins = first_bytes(path, 512)
    if not begins.startswith((ZIP_BEGINS, OLE_BEGINS)):
        raise _no_workbook(path, begins)
    is_as_named = begins.startswith(OLE_BEGINS) == (path.suffix.lower() == ".xls")
    with _telling_of_damage(path):
        if is_as_named:
            return CalamineWorkbook.from_path(path)
        with path.open("rb") as stream:
            return CalamineWorkbook.from_filelike(stream)


def sheet_extents(path: Path, book: CalamineWorkbook) -> dict[str, SheetExtent]:
    """Each worksheet with how far it reaches, whether it is hidden or not."""
    sheets = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    # Not zipfile.is_zipfile: legacy workbooks from a Mac hold a theme that is packed as one.
    if not first_bytes(path, 8).startswith(ZIP_BEGINS):
        loaded = ((name, loaded_sheet(path, book, name)) for name in sheets)
        return {name: SheetExtent(sheet.total_height, sheet.total_width) for name, sheet in loaded}
    with _telling_of_damage(path), zipfile.ZipFile(path) as package:
        parts = sheet_parts(package)
        return {name: sheet_extent(package, parts[name]) for name in sheets}


def loaded_sheet(path: Path, book: CalamineWorkbook, sheet: str) -> CalamineSheet:
    """One sheet, read whole."""
    with _telling_of_damage(path):
        return book.get_sheet_by_name(sheet)


def shows_unread_errors(path: Path) -> bool:
    """Whether an XLS file shows errors anywhere: calamine does not tell where."""
    content = path.read_bytes() if first_bytes(path, 8) == OLE_BEGINS else b""
    return _LEGACY_ERROR.search(content) is not None


@contextmanager
def _telling_of_damage(path: Path) -> Iterator[None]:
    """Whatever a damaged or protected workbook raises within becomes a Mistake."""
    try:
        yield
    except PasswordError:
        raise _protected(path) from None
    except BaseException as problem:
        # A panic of the Rust library is no Exception, and its class cannot be imported.
        if not (isinstance(problem, _DAMAGE) or type(problem).__name__ == "PanicException"):
            raise
        if _is_encrypted(path):
            raise _protected(path) from None
        raise Mistake(
            f"{path} is damaged, cut short or no Excel workbook ({problem}); "
            "fetch it again, or open it in a spreadsheet program and save it as XLSX"
        ) from problem


def _is_encrypted(path: Path) -> bool:
    return first_bytes(path, 8) == OLE_BEGINS and _ENCRYPTED in path.read_bytes()


def _no_workbook(path: Path, begins: bytes) -> Mistake:
    start = begins.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return Mistake(f"{path}: the file is empty")
    if start.startswith(b"<"):
        return Mistake(
            f"{path} is a web page or XML in spite of its ending; "
            "open it in a spreadsheet program and save it as XLSX or CSV"
        )
    if b"\0" in begins.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[::2]:
        return Mistake(
            f"{path} is no workbook that can be read, or older than Excel 97; "
            "open it in a spreadsheet program and save it as XLSX"
        )
    return Mistake(f"{path} is text, not a workbook; rename it to {path.with_suffix('.csv').name}")


def _protected(path: Path) -> Mistake:
    return Mistake(f"{path} is protected by a password; open it, remove the password and save it")
