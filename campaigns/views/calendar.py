"""The calendar of deadlines, and the address under which calendar programs read it."""

import hashlib
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods

from campaigns.queries import calendar as queries
from campaigns.services import calendar as services
from core.doors import Request, door


@door("campaigns.see_calendar", methods="GET")
def calendar(request: Request) -> HttpResponse:
    """Month by month what lies ahead, what is over, and how to get it into one's own calendar."""
    ahead, past = queries.months(queries.entries(request.user, request.now), request.now.date())
    feed = queries.living_feed(request.user)
    path = reverse("calendar_feed", args=[queries.token_of(feed)]) if feed else ""
    context = {
        "ahead": ahead,
        "past": past,
        "past_count": sum(len(month.entries) for month in past),
        "feed": feed,
        "address": urljoin(settings.BASE_URL, path) if path else "",
    }
    return render(request, "campaigns/calendar.html", context)


@door("campaigns.keep_calendar_feed", methods="POST")
def address(request: Request) -> HttpResponse:
    """Make the person's secret address, or revoke it."""
    if "revoke" in request.POST:
        services.revoke_feed(by=request.user)
        messages.success(request, "Đã thu hồi địa chỉ lịch; ứng dụng đang dùng địa chỉ ấy không đọc được lịch nữa.")
    else:
        services.make_feed(by=request.user)
        messages.success(request, "Đã tạo địa chỉ lịch của bạn; cách dùng ở cuối trang.")
    return redirect(reverse("calendar") + "#dua-vao-lich")


@login_not_required
@require_http_methods(["GET"])
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The person's deadlines for a calendar program; 404 for an address that is forged or revoked."""
    found = queries.feed_behind(token)
    if found is None:
        raise Http404
    content = services.calendar_file(found.user)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="lich-thi-dua.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
