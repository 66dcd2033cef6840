"""Documents nobody had when the reader was written: at least 95 % of the targets right, at most 5 % invented."""

import pytest

from tests.support.directives import DATA, measure

UNSEEN = DATA / "directives" / "unseen"


@pytest.mark.skipif(not UNSEEN.exists(), reason="the corpus of unseen documents is not here")
def test_targets_of_unseen_documents():
    right, missed, invented = (sum(column) for column in zip(*measure(UNSEEN, UNSEEN).values(), strict=True))
    assert right >= 0.95 * (right + missed)
    assert invented <= 0.05 * (right + invented)
