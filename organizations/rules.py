"""Who may do what with units, people and letters; predicates about roles for the floors above."""

from typing import Any

from core.authz import permission, predicate
from organizations.enums import Role

UNIT_ROLES = (Role.OFFICER, Role.HEAD)


@predicate("Chỉ chuyên viên cơ quan thường trực làm được việc này.")
def is_staff_somewhere(actor: Any, _obj: Any) -> bool:
    """Staff of any authority's standing body."""
    return bool(actor.holds(Role.STAFF))


permission("organizations.read_inbox")
permission("organizations.open_notice")
