"""Signing and filing, the receipt that proves it, and what became of a filing whose answer was lost."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from campaigns.models import Receipt, Submission
from campaigns.queries import receipts
from campaigns.queries import submissions as queries
from campaigns.services import filing as services
from core.arrival import arrival_of
from core.doors import Request, door, lead_to
from core.exceptions import Refused
from core.qr import qr_image


@door("campaigns.view_submission", load=queries.to_file, methods="POST")
def submit(request: Request, submission: Submission) -> HttpResponse:
    """Sign and file the saved version; twice gives the same receipt. Answers scripts (static/js/certain.js) with the
    address where the result stands.
    """
    try:
        version = int(request.POST.get("version", submission.version))
        arrived_at = arrival_of(request)
        receipt = services.submit(submission_id=submission.pk, version=version, by=request.user, arrived_at=arrived_at)
        address = reverse("campaigns:receipt", args=[receipt.code])
    except Refused as refusal:
        messages.error(request, refusal.reason)
        address = reverse("campaigns:submission", args=[submission.pk])
    except ValueError:
        raise Http404 from None
    return lead_to(request, address)


@door("campaigns.view_submission", load=queries.to_file, methods="GET")
def result(request: Request, submission: Submission) -> HttpResponse:
    """What became of a filing whose answer was lost: its receipt, or that nothing was received (integrity row 82)."""
    version = request.GET.get("version", "")
    if found := receipts.receipt_of(submission, int(version) if version.isdecimal() else submission.version):
        return redirect("campaigns:receipt", found.code)
    return render(request, "campaigns/filing_result.html", {"submission": submission})


@door("campaigns.view_receipt", load=receipts.receipt, methods="GET")
def receipt(request: Request, receipt: Receipt) -> HttpResponse:
    """The receipt: code, hash, when, from whom, on time or late for each addressee."""
    rows = [
        {"label": "Hồ sơ", "value": receipt.submission.title},
        {"label": "Đơn vị", "value": receipt.submission.participation.unit.name},
        {"label": "Phong trào", "value": receipt.submission.participation.campaign.heading},
        {"label": "Người ký nộp", "value": str(receipt.received_from)},
        {"label": "Mã kiểm tra nội dung (SHA-256)", "value": receipt.sha256},
    ]
    check_url = urljoin(settings.BASE_URL, reverse("receipt_proof", args=[receipt.code]))
    context = {
        "receipt": receipt,
        "rows": rows,
        "deliveries": queries.deliveries_of(receipt.submission),
        "check_url": check_url,
        "qr": qr_image(check_url),
    }
    return render(request, "campaigns/receipt.html", context)


@login_not_required
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Anybody who holds a full code learns whether the receipt exists, when it was given and to which unit."""
    typed = code or request.GET.get("ma", "")
    return render(request, "campaigns/receipt_check.html", {"typed": typed, "proof": receipts.proof(typed)})
