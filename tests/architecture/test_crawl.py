"""Every page, asked as every role: found, refused or not found, but never an error, and never at any price."""

import inspect
from collections import defaultdict

import pytest
from django.urls import get_resolver, resolve

from core.doors import walk
from tests.factories.everything import busy_world
from tests.support.client import StrictClient
from tests.support.crawl import fetch, walk_from

START = ["/", "/phong-trao/", "/khoi/", "/cham-diem/", "/khen-thuong/", "/bao-cao/", "/hop-thu/", "/ngay-gia-dinh/"]
ANSWERS = {200, 302, 403, 404, 405}
CEILING = 12
# Pages that may cost more, and why.
# With brackets, closings and extensions of deadlines, attached documents, the panels of scoring and awards.
# The first page asks every floor: what one owes, what one must answer, which tables one is asked about.
# A report is written beside last year's, with figures, points, titles and awards to take over.
# Documents of a folder are asked for on every floor that uses them: launching documents, criteria, appeals.
# A ranking asks for the own blocs where none is named; a final one first what it follows from (9 to 10), and it is
# made once per version and kept.
DEARER = {
    "campaigns:detail": 19,
    "campaigns:close": 13,
    "home": 14,
    "root": 14,
    "campaigns:submission": 16,
    "campaigns:folder": 13,
    "scoring:table_moves": 13,
    "scoring:ranking": 14,
}


@pytest.fixture
def people(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    province = busy_world().province
    return province.everybody() | {"officer who mends a registration": province.officers[1]}


def signed_in(person):
    client = StrictClient(raise_request_exception=False)
    client.force_login(person)
    return client


def test_every_page_answers_every_role_within_its_price(people, subtests):
    clients = {role: signed_in(person) for role, person in people.items()}
    pages = sorted(set().union(*(walk_from(client, START) for client in clients.values())))
    dear = defaultdict(int)
    for role, client in clients.items():
        with subtests.test(role):
            wrong = {}
            for address in pages:
                response, queries = fetch(client, address)
                if response.status_code not in ANSWERS:
                    wrong[address] = response.status_code
                view = resolve(address.partition("?")[0]).view_name
                dear[view] = max(dear[view], len(queries))
            assert wrong == {}
    with subtests.test("price"):
        assert {view: count for view, count in dear.items() if count > DEARER.get(view, CEILING)} == {}
    with subtests.test("nothing left out"):
        assert unseen(pages) == set()


# Pages that the walk cannot reach by links in this world, or that are not pages.
NOT_REACHED = {
    "login": "for those who are not signed in",
    "logout": "posts only",
    "session": "asked by the pages themselves",
    "too_large": "asked by the proxy",
    "campaigns:compare": "answers a directive that was posted",
    "healthz": "asked by machines",
    "readyz": "asked by machines",
    "calendar_feed": "asked by calendar programs",
    "campaigns:filing_result": "asked by the page whose answer was lost",
    "receipt_proof": "an absolute address, for paper",
    "ui": "the gallery has tests of its own",
    "campaigns:evidence": "posts fetch the file; a GET only leads to its page",
    "scoring:recomputation": "asked by the page while a campaign is computed again",
    "scoring:cite": "all sheets of this world are published",
    "reports:download": "this world's report is not rendered",
    "scoring:open_appeal": "the ranking of this world is final",
    "scoring:table_change": "all rankings of this world are published",
    "scoring:return_": "all sheets of this world are published",
    "scoring:return_line": "all sheets of this world are published",
    "scoring:sheet_download": "all sheets of this world are published",
    "scoring:sheet_upload": "all sheets of this world are published",
    "scoring:bloc_download": "all sheets of this world are published",
    "scoring:bloc_upload": "all sheets of this world are published",
    "scoring:settle_missing": "every unit of this world has filed",
    "scoring:take_filed": "all sheets of this world are published",
    "scoring:cross": "no bloc of this world scores crosswise (tests/scoring/test_prices.py)",
    "scoring:cross_board": "no bloc of this world scores crosswise (tests/scoring/test_prices.py)",
}


def unseen(pages):
    """Views that answer a GET and that no page led to."""
    seen = {resolve(address.partition("?")[0]).view_name for address in pages}
    views = walk(get_resolver().url_patterns)
    return {name for name, view in views if takes_get(view) and not name.startswith("admin:")} - seen - set(NOT_REACHED)


def takes_get(view):
    """Whether the door lets a GET in (it is made by require_http_methods)."""
    return "GET" in inspect.getclosurevars(view).nonlocals.get("request_method_list", ["GET"])
