"""Bring the demonstration to a stage of its year by calling the services."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from campaigns.models import Campaign
from core import clock
from thiduaweb.demo.people import PASSWORD, shown_at_sign_in
from thiduaweb.demo.year import DEFAULT_STAGE, STAGES, live, lived_until


class Command(BaseCommand):
    """``demo --stage=…``: goes forward from where the demonstration stands; to go back it is built anew."""

    help = "Đưa bản chạy thử tới một giai đoạn của năm thi đua (dữ liệu minh họa)."

    def add_arguments(self, parser: CommandParser) -> None:
        """The stage, and whether to leave a filled database alone."""
        parser.add_argument("--stage", choices=list(STAGES), default=DEFAULT_STAGE)
        parser.add_argument("--if-empty", action="store_true", help="chỉ làm khi cơ sở dữ liệu chưa có phong trào nào")

    def handle(self, *, stage: str, if_empty: bool, **options: Any) -> None:
        """Refused by production settings; going back empties the database first and says so."""
        if not settings.DEMO and if_empty:
            return
        if not settings.DEMO:
            raise CommandError("Dữ liệu minh họa chỉ dành cho bản chạy thử (THIDUA_DEMO=1).")
        if if_empty and Campaign.objects.exists():
            return
        until = STAGES[stage]
        if lived_until() != until:
            self._bring_to(until)
        self.stdout.write(
            f"Bản chạy thử đang ở giai đoạn “{stage}” ({until:%d/%m/%Y %H:%M}). Mật khẩu chung: {PASSWORD}"
        )
        for account in [] if if_empty else shown_at_sign_in():
            self.stdout.write(f"  {account.username:26}{account.role} ({account.name})")

    def _bring_to(self, until: datetime) -> None:
        since = lived_until()
        if since and clock.now() > until:
            self.stdout.write("Giai đoạn đã qua: xóa dữ liệu chạy thử và dựng lại từ đầu.")
            call_command("flush", interactive=False, verbosity=0)
            since = None
        for reason in live(since=since, until=until):
            self.stdout.write(f"  bỏ qua {reason}")
