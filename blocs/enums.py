"""What a unit is within its bloc for a year."""

from django.db.models import TextChoices


class BlocRole(TextChoices):
    """Members run the bloc in turn: one leader, one or two deputies."""

    LEADER = "leader", "Trưởng khối"
    DEPUTY = "deputy", "Phó Trưởng khối"
    MEMBER = "member", "Thành viên"
