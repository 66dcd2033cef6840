"""Fill the catalogues that every installation needs."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from campaigns.services.titles import add_missing_titles


class Command(BaseCommand):
    """``manage.py load_catalogues``: adds titles and awards that are missing, changes none; may run at every start."""

    help = "Nạp danh mục danh hiệu, hình thức khen thưởng còn thiếu; không sửa những gì đã có."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        """Say how many were added."""
        rows = json.loads((settings.BASE_DIR / "fixtures" / "titles.json").read_text(encoding="utf-8"))
        added = add_missing_titles(rows=rows)
        if verbosity:
            self.stdout.write(f"Danh mục danh hiệu: thêm {added}, đã có {len(rows) - added}.")
