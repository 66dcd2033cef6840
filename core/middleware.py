"""What happens around every request: privacy of pages, refusals as pages, GET without writes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

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


class SignInFirst(LoginRequiredMiddleware):
    """After signing in one is led to where one was: to the page with the form, not to the address that takes it."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Turn somebody who is not signed in away."""
        if request.method in SAFE_METHODS:
            return super().handle_no_permission(request, view_func)
        left = request.META.get("HTTP_REFERER", "")
        known = url_has_allowed_host_and_scheme(left, {request.get_host()}, require_https=request.is_secure())
        return redirect_to_login(urlsplit(left)._replace(scheme="", netloc="").geturl() if known else "/")


def wrong_ways_as_pages(get_response: GetResponse) -> GetResponse:
    """Whoever opens an address that only takes forms (from the history, a bookmark) gets a page that says so (405)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "GET" or response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page

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
