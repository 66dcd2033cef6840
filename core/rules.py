"""Who may do what on the ground floor."""

from typing import Any

from django.conf import settings

from core.authz import permission, predicate


@predicate("Ngày giả định chỉ dùng cho bản chạy thử.")
def is_demo(_actor: Any, _obj: Any) -> bool:
    """The installation is a demo (settings.DEMO)."""
    return bool(settings.DEMO)


@predicate("Chỉ chuyên viên cơ quan thường trực hoặc quản trị viên đổi được ngày giả định.")
def may_move_the_clock(actor: Any, _obj: Any) -> bool:
    """Staff and admins; the user model answers, as roles live one floor up."""
    return bool(actor.runs_campaigns)


permission("core.assume_date", is_demo, may_move_the_clock)
