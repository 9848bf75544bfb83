"""`python -m tests.browser.screenshots [FOLDER]`: a picture of every page, both languages, wide and narrow.

Of the site at BASE_URL, which must have the demonstration accounts; otherwise of one that is started for
it, with the plan and the whole demonstration in a database of its own. Exit code 1 when a page cannot be
opened, scrolls sideways, leaves a chart undrawn, or complains in the browser's console.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from ocse_nap.dev.keeper import CHECKOUT
from ocse_nap.dev.run import HOST, product_processes, web_answers
from ocse_nap.dev.services import throw_away_services
from tests.browser import pages
from tests.browser.chromium import (
    HEIGHTS,
    PHONE,
    WIDE,
    chromium,
    complaints_of,
    draw_charts,
    language_cookie,
    new_page,
    sticking_out,
)
from tests.browser.steps import sign_in_at_once

FOLDER = CHECKOUT / "var" / "screenshots"
DOMAIN, PASSWORD = "demo.ocse-nap.example", "ocse-nap-demo"  # of the demonstration, known to everybody
PEOPLE = {
    None: pages.VISITOR,
    "secretariat": pages.SECRETARIAT,
    "mosvy": pages.FOCAL_POINT,
    "unicef": pages.PARTNER,
    "observer": pages.OBSERVER,
    "administrator": pages.ADMINISTRATOR,
}


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    troubles = 0
    with site() as address, chromium() as browser:
        for language in ("en", "km"):
            for width in (WIDE, PHONE):
                for person, places in PEOPLE.items():
                    troubles += take_all(browser, address, folder, person, places, language, width)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}; {troubles} pages with something wrong")
    return 1 if troubles else 0


def take_all(browser: Browser, address, folder, person, places, language, width) -> int:
    """The pages of one person; says what is wrong with each, and gives the number of those."""
    page = new_page(browser, address, language=language, width=width)
    complaints = complaints_of(page)
    quarter = ""
    if person:
        sign_in_at_once(page.context, f"{person}@{DOMAIN}", PASSWORD)
        page.context.add_cookies([language_cookie(language, address)])  # not that of the account
        quarter = pages.last_quarter(page)
    troubles = 0
    for place in places:
        complaints.clear()
        name = f"{place.name}.{language}.{width}"
        try:
            place.open(page, quarter)
            wrong = [f"chart {chart} is not drawn" for chart in draw_charts(page)] + sticking_out(page)
            _stretch(page)
            page.screenshot(path=folder / f"{name}.png", full_page=True)
        except BrowserError as error:
            wrong = [error.message]
        wrong += place.unexpected(complaints)
        if wrong:
            troubles += 1
            print(name, *wrong, sep="\n    ", flush=True)
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.context.close()
    return troubles


def _stretch(page: Page) -> None:
    """Make the window as high as the page, so that a bar at its foot covers nothing in the picture."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})


@contextmanager
def site():
    """The address of the site at BASE_URL, or of one that runs until the block ends."""
    if "BASE_URL" in os.environ:
        yield os.environ["BASE_URL"].rstrip("/")
        return
    port = _free_port()
    with throw_away_services() as services, tempfile.TemporaryDirectory() as logs:
        os.environ.update({name: service.url() for name, service in services.items()})
        os.environ.update(DEVELOPMENT="1", SECRET_KEY="only-for-pictures")
        subprocess.run([sys.executable, "-m", "ocse_nap.dev.prepare"], cwd=CHECKOUT, check=True)
        web = product_processes(port, Path(logs))[0]
        web.start()
        try:
            while not web_answers(f"http://{HOST}:{port}/healthz"):
                if web.ended():
                    sys.exit(f"The web server did not start:\n{web.log.read_text()}")
                time.sleep(0.2)
            yield f"http://{HOST}:{port}"
        finally:
            web.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
