"""Print what a campaign's launching document sets."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.models import Campaign
from thiduaweb.campaign_data import export_campaign


class Command(BaseCommand):
    """``manage.py export_campaign CODE --json``: the document's data in the conventions of tests/data/truth."""

    help = "In dữ liệu của một phong trào theo quy ước của tests/data/truth."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One code; the format is named so that others may join it."""
        parser.add_argument("code", help="mã phong trào")
        parser.add_argument("--json", action="store_true", required=True, help="in ra dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write JSON to the standard output; an unknown code is an error."""
        try:
            data = export_campaign(options["code"])
        except Campaign.DoesNotExist as unknown:
            raise CommandError(f"Không có phong trào mang mã “{options['code']}”.") from unknown
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
