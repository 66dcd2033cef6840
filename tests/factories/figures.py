"""Figures of units as their officers record them."""

from datetime import date
from decimal import Decimal

from campaigns.models import Participation, Target
from campaigns.queries.submissions import targets_of
from campaigns.services.progress import record_figures
from organizations.models import User


def quantitative(folder: Participation) -> list[Target]:
    """The targets that take figures, in the order of the document."""
    return [target for target in targets_of(folder) if target.is_quantitative]


def recorded(folder: Participation, by: User, day: date, *values: str, source: str = "Cục Thống kê") -> None:
    """The first targets get ``values`` as they stood on ``day``; "-" leaves one out."""
    pairs = zip(quantitative(folder), values, strict=False)
    figures = {target.pk: Decimal(value) for target, value in pairs if value != "-"}
    record_figures(participation=folder, as_of=day, figures=figures, source=source, by=by)
