"""Small files of every kind, made by hand, for tests of reading them."""

import base64
import struct
import zipfile
import zlib
from datetime import date, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DAY, _MOMENT, _TIME = 1, 2, 3
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/><xf numFmtId="21"/></cellXfs></styleSheet>'
)
_EXCEL_EPOCH = datetime(1899, 12, 30)


class Shown(str):
    """An error as its cell shows it: "#N/A"."""


class Uncounted(str):
    """A formula without a stored result, as programs write it that do not calculate."""


def write_workbook(path: Path, sheets: dict[str, object], hidden: tuple[str, ...] = ()) -> Path:
    """An XLSX file; a sheet is a list of rows of values, or its sheetData as XML."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for i, name in enumerate(names, start=1)
    )
    related = [
        (f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)
    ]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations([*related, ("rIdS", "styles", "styles.xml")]),
        "xl/styles.xml": _STYLES,
    }
    for i, rows in enumerate(sheets.values(), start=1):
        inside = rows if isinstance(rows, str) else _sheet_data(rows)
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{inside}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return path


def _relations(related: list[tuple[str, str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in related
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _sheet_data(rows: list[list[object]]) -> str:
    return "".join(
        f'<row r="{row}">'
        + "".join(
            _cell(f"{chr(ord('A') + place)}{row}", value) for place, value in enumerate(cells)
        )
        + "</row>"
        for row, cells in enumerate(rows, start=1)
    )


def _cell(at: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Shown):
        return f'<c r="{at}" t="e"><v>{value}</v></c>'
    if isinstance(value, Uncounted):
        return f'<c r="{at}"><f>{escape(value)}</f><v/></c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return f'<c r="{at}" s="{_MOMENT}"><v>{_serial(value)!r}</v></c>'
    if isinstance(value, date):
        whole = int(_serial(datetime.combine(value, time())))
        return f'<c r="{at}" s="{_DAY}"><v>{whole}</v></c>'
    if isinstance(value, time):
        moment = datetime.combine(_EXCEL_EPOCH.date(), value)
        return f'<c r="{at}" s="{_TIME}"><v>{_serial(moment)!r}</v></c>'
    return f'<c r="{at}"><v>{value!r}</v></c>'


def _serial(moment: datetime) -> float:
    return (moment - _EXCEL_EPOCH).total_seconds() / 86_400


def legacy_workbook() -> bytes:
    """A workbook of Excel 97 to 2003, by xlwt 1.3: its first row is empty, A4 shows #N/A."""
    return zlib.decompress(base64.b64decode(_LEGACY))


def legacy_workbook_with_password() -> bytes:
    """The same with the record that says it is encrypted (FILEPASS), in place of another."""
    return legacy_workbook().replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


def workbook_with_password() -> bytes:
    """The frame that Excel puts around an XLSX file it encrypts: a compound file, [MS-CFB]."""
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<I", free) * 108
    entries = [("Root Entry", 5, 1), ("EncryptedPackage", 2, free), ("", 0, free), ("", 0, free)]
    return (
        header
        + struct.pack("<II", fat, end)
        + struct.pack("<I", free) * 126
        + b"".join(
            name.encode("utf-16-le").ljust(64, b"\0")
            + struct.pack("<HBBIII", 2 * len(name) + 2 if name else 0, kind, 1, free, free, child)
            + bytes(36)
            + struct.pack("<IQ", end if kind else 0, 0)
            for name, kind, child in entries
        )
    )


_LEGACY = """
eNrtWE1IVFEU/u597zk/qTOaRlrIIDSV6SLahKCjZelmzHJhRVCjPijMmXoKaYuyzGUQtCraCBa0sZ+FFRbUyhaBUlAQ
RFq0ahVUtFBf5555Y+NU4IAJyfse99xzzr333PPuPffnvanJgunhe6UzyEAtNMzbPuSk6QQlX0oIgsptW7Gp3EvJdvFf
weelicwxMJ73wqPmUM33DCTu6s+IAh8oHcEpNCfiZmgFsYt9iAnlQw1RgRukyUcJe1XItIPpWqZ3uOZjpnWsucy0hupO
i8OYjDRX7HSi+KAs57J8KLsPuM1b1mxHMZ6rKD5/RSTrGqi3TsROrpaCMj0XI6CZbjTjpqXkAG7CDxwiVEWjVQ0NZfp6
3KJRTVOFmpqqo9Hq1tZpFFGEjOCbHQK+praCpyFXv7J6AdL/WKz3/EXvpQn+k95Hs5ypvyp1YAD2MV5xQwigT1clHtTH
e86YVs8s6lX0cNKAhli/AbR2JCyT6rUdN+O0ivZ1UenuRHe3Ge/1QDTCwne8h0l9yTCFY59fnSO87wQX7Tt5vB5ziXZS
z4ov4FUZpHeYvf3lZbS9JXKUNQN81iRPpE3KZ9i4oFpQ43zWstsU9UAFt9jG9CJb3cB8KdMiqkN5uKXYYfYOcp1LXBqm
fnYwXkU2p/FbiB/6vP9h2dDHyFbiRxtnzhaNvokMo5zGtZPaq2cQlaJSXL+m8CiSyoWze71jWvLbTuaVQX4DA7Zz7AYw
R0tU6QpYkZTU6IgFSTpjlZQ0krQFSSdJdyzLDMtPHG8K8XpM2QjzqGpS7Y2SPJo4vXHi/tinOkN6Sda4T2VVslXDsapl
WFW1Nfa3QpyTfuKVt+Nr4JRo/CbKjsZ21OzXykKMKVdo//4FP1y4cOHChQsXLlwsJ9QNUiYv83xHNJy7uMf5rzNHad79
TbJqcQAJenrp22wP4pRb6M8qftbBEClbYoltUv8LFdqodwtdaGc/urKOX/p6Eenvs+SGweVbQtn2P5+Nn/+4/5+rVvIc
"""
