"""The words of awards."""

from django.db.models import TextChoices


class Form(TextChoices):
    """What is given."""

    PRIZE = "prize", "Giải thưởng"
    FLAG = "flag", "Cờ thi đua"
    CERTIFICATE = "certificate", "Bằng khen"


class Counting(TextChoices):
    """Over what the number of places counts."""

    TOGETHER = "together", "chung cho các khối"
    PER_BLOC = "per_bloc", "cho từng khối"


class ProposalState(TextChoices):
    """The life of a proposal."""

    CONTESTED = "contested", "Đồng hạng, chờ quyết định"
    NOMINATED = "nominated", "Được đề cử"
    PROPOSED = "proposed", "Đã trình"
    DECIDED = "decided", "Có quyết định"
    AWARDED = "awarded", "Đã trao"
    DROPPED = "dropped", "Không xét"
