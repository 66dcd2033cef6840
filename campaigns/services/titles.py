"""Filling the catalogue of titles."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from campaigns.models import Title


@transaction.atomic
def add_missing_titles(*, rows: Iterable[dict[str, Any]]) -> int:
    """Add the titles whose code is not in the catalogue yet, and say how many those were.

    What an authority changed in the admin stays as it is, so this may be called at every start.
    """
    known = set(Title.objects.values_list("code", flat=True))
    missing = [Title(**row) for row in rows if row["code"] not in known]
    Title.objects.bulk_create(missing)
    return len(missing)
