"""A real Chromium on the pages of this machine: one per process, one clean context per person."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, Route, sync_playwright

from organizations.models import User

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
GRAVE = {"serious", "critical"}
PATIENCE = 10_000  # milliseconds


def executable(path: str) -> str | None:
    """Where Chromium is, in the folders of ``path`` (as PATH writes them); None without one."""
    found = (Path(folder) / name for name in CHROMIUM for folder in path.split(os.pathsep))
    return next((str(one) for one in found if one.is_file()), None)


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


class Desk:
    """Where people sit down: ``desk.seat(person)`` gives a page on which that person is signed in.

    Whatever the browser complained about (a breach of the CSP, an error in a script, an answer of 500) is collected in
    ``complaints``; the fixture makes the test fail for them.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def seat(self, person: User | None = None, size: dict[str, int] | None = None) -> Page:
        """A page in a context of its own; signed in as ``person``, or nobody."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport=size or WIDE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        if person is not None:
            context.add_cookies([self._ticket(person)])
        page = context.new_page()
        slowed(page)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script error on {page.url}: {error}"))
        page.on("response", self._answered)
        self.contexts.append(context)
        return page

    def clear(self) -> None:
        """Everybody leaves."""
        for context in self.contexts:
            context.close()

    def _ticket(self, person: User) -> Any:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        return {"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": self.site}

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or message.type == "error":
            self.complaints.append(f"{message.type} on {message.location.get('url')}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")


def slowed(page: Page) -> None:
    """Make the network of ``page`` slow: answers come THIDUA_LATENCY milliseconds late, scripts after the page."""
    latency = os.environ.get("THIDUA_LATENCY")
    if latency:
        network = {"offline": False, "latency": float(latency), "downloadThroughput": -1, "uploadThroughput": -1}
        page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)


@contextmanager
def without_scripts_yet(page: Page, address: str, scripts: str = "**/*.js") -> Iterator[None]:
    """Open ``address`` on a slow network: inside, the page stands without its ``scripts``; after it, they come."""
    held: list[Route] = []
    page.route(scripts, lambda route: held.append(route))  # noqa: PLW0108 (playwright marks what it is given)
    page.goto(address, wait_until="commit")
    yield
    for route in held:
        route.continue_()
    page.unroute(scripts)


def grave_faults(page: Page) -> list[str]:
    """What axe-core finds that keeps people from using the page: serious and critical, by rule and place."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['target']} {one['nodes'][0]['html'][:150]}"
        for one in found
        if one["impact"] in GRAVE
    ]


def picture(page: Page, name: str) -> None:
    """Keep how the page looks, wide and narrow, when THIDUA_SCREENSHOTS names a folder."""
    folder = os.environ.get("THIDUA_SCREENSHOTS")
    if not folder:
        return
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(WIDE)


def overflows(page: Page) -> bool:
    """Whether the page is wider than the window, so that one must scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
