"""The inbox."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.doors import Request, door
from organizations import queries, services
from organizations.models import Notice


@door("organizations.read_inbox", methods="GET")
def inbox(request: Request) -> HttpResponse:
    """All letters of the signed-in person."""
    return render(request, "organizations/inbox.html", {"notices": queries.inbox(request.user)})


@door("organizations.open_notice", load=queries.notice, methods="POST")
def open_notice(request: Request, notice: Notice) -> HttpResponse:
    """Mark a letter as read and go where it points."""
    services.open_notice(notice=notice, by=request.user)
    return redirect(notice.url or "organizations:inbox")
