"""Compute all points that follow from facts, and all totals, again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from scoring.queries.drift import differing
from scoring.services.recomputation import recompute_campaign


class Command(BaseCommand):
    """``manage.py recompute [--campaign CODE] [--check]``: run twice, the second time changes nothing."""

    help = "Tính lại điểm theo cách tính, tổng điểm và xếp loại của các bảng điểm chưa công bố."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One campaign, or all that are launched."""
        parser.add_argument("--campaign", metavar="MÃ", help="mã phong trào; để trống: mọi phong trào đang mở")
        parser.add_argument("--check", action="store_true", help="chỉ đếm bảng điểm có tổng khác điểm từng dòng")

    def handle(self, *args: Any, campaign: str | None, check: bool = False, **options: Any) -> None:
        """Campaign after campaign with a line of progress, then what was changed."""
        found = Campaign.objects.filter(state=CampaignState.LAUNCHED).order_by("code")
        if campaign is not None:
            found = Campaign.objects.filter(code=campaign)
            if not found:
                raise CommandError(f"Không có phong trào mang mã “{campaign}”.")
        for one in found:
            if check:
                self.stdout.write(f"{one.code}: {len(differing(one))} bảng điểm có tổng khác tổng các dòng.")
                continue
            outcome = recompute_campaign(campaign=one, by=None, told=self._told)
            self.stdout.write(f"{one.code}: {outcome.words}")

    def _told(self, done: int, of: int) -> None:
        """The line of progress, written over itself on a terminal and left out elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\rĐã tính {done}/{of} khối", ending="" if done < of else "\n")
            self.stdout.flush()
