"""The bloc's final report: the whole job the first time, and the second request for the same content."""

import time

from blocs.models import Bloc
from campaigns.models import Campaign
from core import jobs
from core.models import Job
from organizations.models import User
from reports.enums import DocumentFormat
from reports.rules import Subject
from reports.services.documents import request_bloc_document
from thiduaweb.demo.year import PROGRAMME


def measure() -> str:
    """Seconds of a first request (collect, render, keep) and of a second one; how often the engine ran."""
    jobs_before = Job.objects.count()
    times = [_ask(), _ask()]
    rendered = Job.objects.count() - jobs_before
    return f"bloc report: first request {times[0]:.2f} s, second {times[1]:.2f} s, rendered {rendered} time(s)"


def _ask() -> float:
    started = time.perf_counter()
    request_bloc_document(
        subject=Subject(Campaign.objects.get(code=PROGRAMME), Bloc.objects.get(code="huyen-1")),
        made_as=DocumentFormat.PDF,
        by=User.objects.get(username="chuyenvien"),
    )
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(str(job.pk))
    return time.perf_counter() - started
