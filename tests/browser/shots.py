"""Pictures of every page, light and dark, 1440 and 390 wide, into shots/: `make shots`."""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import PAGES, address_of
from tests.browser.dashboard import REPOSITORY, chromium, launched, running_server, visit

SHOTS = REPOSITORY / "shots"


def main() -> int:
    """Exit code 1 where no Chromium is installed."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("--data", type=Path, default=REPOSITORY / "data", metavar="DIR")
    asked = parser.parse_args()
    if chromium() is None:
        print("Pictures need Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    SHOTS.mkdir(exist_ok=True)
    with (
        running_server(asked.data.resolve()) as address,
        sync_playwright() as playwright,
        launched(playwright) as browser,
    ):
        for scheme in ("light", "dark"):
            for width in (1440, 390):
                for page in PAGES:
                    with visit(browser, address, scheme, width) as reader:
                        reader.open(address_of(page)).show_whole_page()
                        picture = SHOTS / f"{page.stem}_{scheme}_{width}.png"
                        reader.page.screenshot(path=picture)
                        print(picture.relative_to(REPOSITORY), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
