"""Health for machines, the assumed date for demos, the gallery of components for developers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render

from core import clock, health
from core.doors import door
from core.forms import AssumedDateForm
from core.services import assume_date


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The web process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Database (with its guards), worker and scheduler answer; 503 with what is missing otherwise."""
    missing = health.missing()
    return JsonResponse(
        {"status": "unavailable" if missing else "ok", "missing": missing}, status=503 if missing else 200
    )


@login_not_required
def session(request: HttpRequest) -> HttpResponse:
    """Whose session lives ("": nobody's), and the token for forms: pages ask before sending what took long to type."""
    answer = {"user": str(request.user.pk or ""), "token": get_token(request)}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


@door("core.assume_date")
def assumed_date(request: HttpRequest) -> HttpResponse:
    """Move the demo's assumed date forward."""
    form = AssumedDateForm(request.POST or None, now=clock.now())
    if request.method == "POST" and form.is_valid():
        assume_date(moment=form.moment, by=request.user)
        return redirect("home")
    return render(request, "core/assumed_date.html", {"form": form})


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state (only routed in development and tests)."""
    return render(request, "ui.html")
