"""Background work of scoring."""

from collections.abc import Callable

from core import jobs
from scoring.services import recomputation


@jobs.job("scoring.recompute")
def recompute(progress: Callable[[int, str], None], campaign: int, by: int) -> None:
    """Compute a campaign again (see services.recomputation)."""
    recomputation.run_recomputation(campaign_id=campaign, by_id=by, progress=progress)
