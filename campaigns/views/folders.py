"""A unit's folder in a campaign: figures through the year, evidence, everything it filed."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from campaigns.forms.evidence import EvidenceForm
from campaigns.models import Evidence, Participation
from campaigns.queries import submissions as queries
from campaigns.queries.duties import owed_by
from campaigns.services.evidence import add_evidence
from core import filestore
from core.authz import can
from core.doors import Request, door
from core.exceptions import Refused


def _evidence(user: Any, pk: Any) -> Evidence:
    return get_object_or_404(Evidence.objects.visible_to(user).select_related("file"), pk=pk)


@door("campaigns.view_folder", load=queries.participation, methods="GET")
def folder(request: Request, participation: Participation) -> HttpResponse:
    """All of one unit in one campaign: duties, figures against targets, evidence."""
    return render(request, "campaigns/folder.html", _page(request, participation))


@door("campaigns.work_in_folder", load=queries.participation)
def evidence_add(request: Request, participation: Participation) -> HttpResponse:
    """Put a document into the unit's folder."""
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            evidence = add_evidence(participation=participation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            messages.success(request, f"Đã nhận minh chứng “{evidence.title}”.")
            return redirect("campaigns:folder", participation.pk)
    return render(request, "campaigns/evidence_add.html", {"participation": participation, "form": form})


@door("campaigns.open_evidence", load=_evidence, methods="GET")
def evidence(request: Request, evidence: Evidence) -> FileResponse:
    """Fetch a document; only as a download."""
    return filestore.serve(evidence.file, name=evidence.file_name)


def _page(request: Request, participation: Participation) -> dict[str, Any]:
    return {
        "participation": participation,
        "owed": owed_by([participation]),
        "rows": queries.result_rows(participation),
        "evidence": participation.evidence.select_related("file"),
        "may_work": can(request.user, "campaigns.work_in_folder", participation),
    }
