"""Reading a whole site: every address a page offers, and what each costs."""

import re
from collections.abc import Iterable
from html import unescape

from django.db import connection, reset_queries
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

LINK = re.compile(r"""(?:\bhref|\bhx-get)=["']([^"'#]*)""")
NOT_PAGES = ("/static/", "/quan-tri/", "/dang-xuat/")
# What every page pays before its own work begins: who is there, since when, which seats, which date, how many letters.
FRAME = re.compile(
    r'FROM "(django_session|organizations_seat|core_assumedclock)"|clock_timestamp|FROM "organizations_user" WHERE'
    r'|COUNT\(.*FROM "organizations_notice"',
    re.DOTALL,
)


def links_in(response: HttpResponse) -> set[str]:
    """The addresses of this site that a page offers, without those of files and of the admin."""
    if not response.get("Content-Type", "").startswith("text/html"):
        return set()
    found = {unescape(address) for address in LINK.findall(response.content.decode())}
    page = response.request["PATH_INFO"]
    full = {f"{page}{address}" if address.startswith("?") else address for address in found if address}
    return {address for address in full if address.startswith("/") and not address.startswith(NOT_PAGES)}


def fetch(client: Client, address: str) -> tuple[HttpResponse, list[str]]:
    """The answer to a GET and the queries it took beside the frame's."""
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    queries = [one["sql"] for one in captured.captured_queries if not FRAME.search(one["sql"])]
    b"".join(response)  # reads a download to its end, which closes its file
    return response, queries


def walk_from(client: Client, start: Iterable[str]) -> dict[str, HttpResponse]:
    """Every page that can be reached by links from ``start``."""
    seen: dict[str, HttpResponse] = {}
    waiting = list(start)
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen[address], _ = fetch(client, address)
            waiting.extend(links_in(seen[address]) - set(seen))
    return seen
