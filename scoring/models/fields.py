"""Fields that several models of scoring share."""

from typing import Any

from django.db import models


def points_field(verbose_name: str, **options: Any) -> models.DecimalField:
    """Points with two decimals, as printed; -9.999,99 … 9.999,99."""
    return models.DecimalField(verbose_name, max_digits=6, decimal_places=2, **options)
