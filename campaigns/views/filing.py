"""Signing and filing, and the receipt that proves it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from campaigns.models import Receipt, Submission
from campaigns.queries import submissions as queries
from campaigns.services import filing as services
from core.arrival import arrival_of
from core.doors import Request, door
from core.exceptions import Refused


@door("campaigns.view_submission", load=queries.submission, methods="POST")
def submit(request: Request, submission: Submission) -> HttpResponse:
    """Sign and file the saved version; twice gives the same receipt."""
    try:
        version = int(request.POST.get("version", submission.version))
        arrived_at = arrival_of(request)
        receipt = services.submit(submission_id=submission.pk, version=version, by=request.user, arrived_at=arrived_at)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("campaigns:submission", submission.pk)
    except ValueError:
        raise Http404 from None
    return redirect("campaigns:receipt", receipt.code)


@door("campaigns.view_receipt", load=queries.receipt, methods="GET")
def receipt(request: Request, receipt: Receipt) -> HttpResponse:
    """The receipt: code, hash, when, from whom, on time or late for each addressee."""
    rows = [
        {"label": "Hồ sơ", "value": receipt.submission.title},
        {"label": "Đơn vị", "value": receipt.submission.participation.unit.name},
        {"label": "Phong trào", "value": receipt.submission.participation.campaign.heading},
        {"label": "Người ký nộp", "value": str(receipt.received_from)},
        {"label": "Mã kiểm tra nội dung (SHA-256)", "value": receipt.sha256},
    ]
    context = {"receipt": receipt, "rows": rows, "deliveries": queries.deliveries_of(receipt.submission)}
    return render(request, "campaigns/receipt.html", context)
