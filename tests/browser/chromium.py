"""The browser, and what a page must not do in it."""

from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from ocse_nap.dev import browser as installed

FLAGS = [
    "--no-sandbox",  # Chromium's own sandbox cannot be used by root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE, NARROWEST = 1280, 390, 360  # pixels
HEIGHTS = {WIDE: 900, PHONE: 844, NARROWEST: 740}

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const clipped = (element) => {
        for (let each = element.parentElement; each; each = each.parentElement)
            if (getComputedStyle(each).overflowX !== "visible") return true;
        return false;
    };
    const sticking = [...document.body.querySelectorAll("*")].filter(
        (each) => each.getBoundingClientRect().right > width + 0.5 && !clipped(each));
    return sticking.slice(0, 5).map((each) => each.outerHTML.slice(0, 120))
        .concat(`the page is ${document.documentElement.scrollWidth} pixels wide`);
}"""


@contextmanager
def chromium():
    """A running Chromium. Raises RuntimeError where there is none."""
    program = installed.find()
    if program is None:
        raise RuntimeError(installed.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def new_page(browser: Browser, address: str, *, language: str, width: int, **options) -> Page:
    """A page on a device that was never here before, in a browser that prefers `language`."""
    context = browser.new_context(
        base_url=address,
        locale="km-KH" if language == "km" else "en-GB",
        viewport={"width": width, "height": HEIGHTS[width]},
        **options,
    )
    context.set_default_timeout(15_000)
    context.add_cookies([language_cookie(language, address)])
    return context.new_page()


def language_cookie(language: str, address: str) -> dict:
    return {"name": "django_language", "value": language, "url": address}


def complaints_of(page: Page) -> list[str]:
    """A list that grows with every console message, script error and refused request from now on."""
    found = []

    def refused(response):
        if response.status >= 400:
            found.append(f"{response.status}: {response.url}")

    page.on("console", lambda message: found.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.on("response", refused)
    return found


def sticking_out(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty where it does not."""
    return page.evaluate(TOO_WIDE)


def draw_charts(page: Page) -> list[str]:
    """Scroll every chart into view; the ids of those that are not drawn."""
    charts = page.locator("figure.chart").all()
    for chart in charts:
        chart.scroll_into_view_if_needed()
        chart.locator("svg.main-svg, .plot-failed:not([hidden])").first.wait_for(state="attached")
    return [
        chart.get_attribute("id") for chart in charts if chart.locator(".plot-failed:not([hidden])").count()
    ]
