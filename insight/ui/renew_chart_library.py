"""Fetch the chart library anew: `python -m insight.ui.renew_chart_library` (needs npm).

Takes the version of plotly.js that the installed Python package of Plotly was made for.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from plotly.offline import get_plotlyjs_version

STATIC = Path(__file__).resolve().parents[2] / "static"
PACKAGE = "plotly.js-basic-dist-min"
LICENCE = "MIT"

README = """# What the browser loads

`chart.js` draws every chart (see `insight/ui/plotly_element.py`). The library it draws with:

| | |
|---|---|
| file | `{file}` |
| what | the basic bundle of plotly.js: scatter, bar and pie |
| source | npm package `{package}` |
| version | {version}, the one that the Python package plotly was made for |
| SHA-256 | `{sha256}` |
| licence | {licence}, see `{licence_file}` |

`make chart-library` fetches it anew (npm is needed for that alone) and rewrites this page.
"""


def renew(static: Path) -> Path:
    """Put the library, its licence and their record into the folder; return the library's path."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the chart library; install Node.js")
    version = get_plotlyjs_version()
    with tempfile.TemporaryDirectory() as folder:
        asked = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([npm, *asked, f"{PACKAGE}@{version}"], check=True)
        package = Path(folder) / "node_modules" / PACKAGE
        licence = json.loads((package / "package.json").read_text(encoding="utf-8"))["license"]
        if licence != LICENCE:
            raise SystemExit(f"{PACKAGE} {version} has the licence {licence}, not {LICENCE}")
        script = (package / "plotly-basic.min.js").read_bytes()
        licence_text = (package / "LICENSE").read_text(encoding="utf-8")
    for old in static.glob("plotly-basic-*"):
        old.unlink()
    library = static / f"plotly-basic-{version}.min.js"
    library.write_bytes(script)
    licence_file = static / f"plotly-basic-{version}.LICENSE.txt"
    licence_file.write_text(licence_text, encoding="utf-8")
    record = README.format(
        file=library.name,
        package=PACKAGE,
        version=version,
        sha256=hashlib.sha256(script).hexdigest(),
        licence=licence,
        licence_file=licence_file.name,
    )
    (static / "README.md").write_text(record, encoding="utf-8")
    return library


if __name__ == "__main__":
    try:
        print(f"{renew(STATIC)} is in place")
    except subprocess.CalledProcessError as failed:
        sys.exit(f"npm ended with exit code {failed.returncode}; what it said stands above")
