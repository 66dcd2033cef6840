"""What happens around every request: privacy of pages, refusals as pages, GET without writes."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import guards
from core.exceptions import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "PRAGMA", "EXPLAIN", "DECLARE", "WITH")


def private_pages(get_response: GetResponse) -> GetResponse:
    """Pages of signed-in people are kept by no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def sign_in_beside(get_response: GetResponse) -> GetResponse:
    """A part of a page that is asked for after the session ended answers 401, not with a sign-in page in its place.

    The page opens its sign-in dialog then, and what was typed stays.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        turned_away = response.status_code == 302 and not request.user.is_authenticated
        return HttpResponse(status=401) if turned_away and "HX-Request" in request.headers else response

    return middleware


class refusals_as_pages:  # noqa: N801 - listed beside the function middlewares in settings
    """A Refused that no view caught becomes a page with its sentence (403), or a toast for an htmx request.

    So does what a guard of the database refused: its sentence, never its SQL.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this when a view raised."""
        reason = exception.reason if isinstance(exception, Refused) else guards.sentence_of(exception)
        return render(request, "refused.html", {"reason": reason}, status=403) if reason else None


def get_never_writes(get_response: GetResponse) -> GetResponse:
    """In development and tests a GET that writes fails, so that "opening the page changed it" cannot happen.

    The session and messages middlewares lie outside and may still save themselves.
    """

    def only_reads(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip(" (").upper().startswith(READS):
            raise AssertionError(f"a GET wrote to the database: {sql[:200]}")
        return execute(sql, params, many, context)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS or request.path.startswith("/quan-tri/"):
            return get_response(request)
        with connection.execute_wrapper(only_reads):
            return get_response(request)

    return middleware
