"""The shipped catalogue of titles, and what a unit registers from it."""

from django.core.management import call_command

from campaigns.models import Submission, Title
from campaigns.places import TitleValues
from campaigns.services.submissions import save_draft
from tests.factories.ground import Province


def catalogue() -> None:
    """Load what is shipped."""
    call_command("load_catalogues", verbosity=0)


def title(code: str) -> Title:
    """A title of the catalogue, which is loaded when it is not yet."""
    if not Title.objects.exists():
        catalogue()
    return Title.objects.get(code=code)


def compete_for(
    submission: Submission, province: Province, *rows: tuple[str, int | None, str], member: int = 0
) -> Submission:
    """The officer registers these titles: (code, number, names)."""
    submission.refresh_from_db()
    titles = [TitleValues(title(code).pk, number, names) for code, number, names in rows]
    saved = save_draft(submission_id=submission.pk, texts={}, titles=titles, by=province.officers[member])
    return saved.submission
