"""Permission at one door: every view says which permission it needs and how its object is found.

``@door("campaigns.launch", load=campaign)`` finds the object among those the person may see (else 404, so that foreign
objects do not betray that they exist), then asks ``can`` (else Refused with its sentence). A URL whose view has no door
and is not listed as public stops the project from starting (``guarded``).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial, wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_http_methods

from core import clock, conditional
from core.authz import require

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request behind a door: ``now`` is the one reading of the clock for all that the page shows.

    Services read the clock themselves. ``frame``: the template context of the frame, where a view asked for it already.
    ``mark``: all that the page follows from, where its door asks for it and that can be told.
    """

    clock: clock.Reading
    now: datetime
    user: Any
    frame: dict[str, Any]
    mark: tuple[Any, ...] | None


def door(
    action: str,
    *,
    load: Callable[..., Any] | None = None,
    methods: str = "GET POST",
    mark: Callable[..., tuple[Any, ...] | None] | None = None,
) -> Callable[[View], View]:
    """Let a view be reached only by those who may do ``action``.

    ``load(user, **url_kwargs)`` returns the object, or raises Http404 where the person may not see it; the view is then
    called as ``view(request, obj)``. Without ``load`` it is called as ``view(request, **url_kwargs)``.
    ``mark(request, **url_kwargs)`` names all that the page follows from, the rights of the reader included, or None:
    a browser that has the page of that mark keeps it, and nothing is loaded or asked again (core.conditional).
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded_view(request: Request, **kwargs: Any) -> HttpResponseBase:
            request.clock = clock.read()
            request.now = request.clock.now
            request.mark = mark(request, **kwargs) if mark else None
            if request.mark is None:
                return enter(request, **kwargs)
            return conditional.answer(request, request.mark, partial(enter, request, **kwargs))

        def enter(request: Request, **kwargs: Any) -> HttpResponseBase:
            if load is None:
                require(request.user, action)
                return view(request, **kwargs)
            obj = load(request.user, **kwargs)
            require(request.user, action, obj)
            return view(request, obj)

        wrapped = require_http_methods(methods.split())(guarded_view)
        wrapped.permission = action  # type: ignore[attr-defined]
        return wrapped

    return wrap


def lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send a browser on to ``address``; tell a script (static/js/certain.js) where it is."""
    by_script = request.accepts("application/json") and not request.accepts("text/html")
    return JsonResponse({"url": address}) if by_script else redirect(address)


def guarded(patterns: list[Any], *, public: dict[str, str]) -> list[Any]:
    """The project's url patterns, after making sure that every view has a door.

    ``public`` names the exceptions (url name or "prefix/") with the reason. Raises ImproperlyConfigured otherwise,
    also for an exception that no url needs any more.
    """
    unused = set(public)
    for name, view in walk(patterns):
        excused = next((key for key in public if name == key or (key.endswith(":") and name.startswith(key))), None)
        unused.discard(excused or "")
        if excused is None and not hasattr(view, "permission"):
            raise ImproperlyConfigured(f"The view behind url {name!r} declares no permission (core.doors.door).")
    if unused:
        raise ImproperlyConfigured(f"No url needs these public exceptions any more: {sorted(unused)}")
    return patterns


def walk(patterns: Iterable[Any], prefix: str = "") -> Iterable[tuple[str, View]]:
    """Every (url name with namespace, view) below ``patterns``."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.callback
