"""Kinds of units and roles of people, with the words on screen."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is; blocs gather units of like kind."""

    AUTHORITY = "authority", "Cơ quan phát động (UBND)"
    STANDING_BODY = "standing_body", "Cơ quan thường trực TĐKT"
    DEPARTMENT = "department", "Sở, ban, ngành"
    DISTRICT = "district", "Huyện, thành phố"
    COMMUNE = "commune", "Xã, phường, thị trấn"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    MASS_ORGANIZATION = "mass_organization", "Đoàn thể"
    CENTRAL_AGENCY = "central_agency", "Cơ quan trung ương trên địa bàn"


class Role(TextChoices):
    """What a person does at a unit (domain.md, "Who uses it")."""

    OFFICER = "officer", "Cán bộ đầu mối"
    HEAD = "head", "Thủ trưởng đơn vị"
    BLOC_SECRETARY = "bloc_secretary", "Tổ giúp việc của Trưởng khối"
    STAFF = "staff", "Chuyên viên cơ quan thường trực"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng"
    COUNCIL_CHAIR = "council_chair", "Chủ tịch Hội đồng"
    LEADER = "leader", "Lãnh đạo"
    ADMIN = "admin", "Quản trị"
