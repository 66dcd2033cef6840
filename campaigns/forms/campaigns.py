"""The one page on which staff write down a launching document."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from blocs.models import Bloc
from campaigns.drafts import CampaignDraft, WaveLine, WindowLine
from campaigns.enums import Level, MovementKind, Scope
from campaigns.forms.lines import (
    WAVE,
    ContentRow,
    PeriodRow,
    TargetRow,
    indicators,
    nameless,
    target_rows,
    unnamed_parts,
)
from campaigns.forms.milestones import MilestoneRow, milestone_rows
from campaigns.forms.prizes import PrizeRow, prize_rows
from campaigns.forms.rows import Rows, choice
from campaigns.models import Campaign
from campaigns.queries.campaigns import (
    blocs_for,
    draft_of,
    free_code,
    possible_parents,
    possible_standing_bodies,
)
from core.dates import DateRefused, parse_date, short_date
from core.fields import DateField, LineField, TextField
from core.forms import PlainForm
from core.text import slug
from organizations.enums import Role
from organizations.models import Unit

OF_THE_PAGE = ("authority", "code", "version")
RESERVED_CODES = {"tao"}


class PrintedDateField(LineField):
    """The date of a document as far as it is printed, stored as "2024", "2024-01" or "2024-01-31"."""

    def to_python(self, value: Any) -> str | None:
        """ISO text of what was typed; ValidationError D01 for anything that is no date."""
        text = super().to_python(value)
        if not text:
            return ""
        if re.fullmatch(r"(19|20)\d\d", text):
            return text
        month = re.fullmatch(r"(0?[1-9]|1[0-2])[/.-]((?:19|20)\d\d)", text)
        if month:
            return f"{month[2]}-{int(month[1]):02d}"
        try:
            return parse_date(text).isoformat()
        except DateRefused as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        """The stored text turned round for reading; typed text stays."""
        parts = str(value or "").split("-")
        if len(parts) == 3 and len(parts[0]) == 4:
            return short_date(date(*map(int, parts)))
        return f"{parts[1]}/{parts[0]}" if len(parts) == 2 and len(parts[0]) == 4 else value


class CampaignForm(PlainForm):
    """What the head of the launching document says, and whom it calls."""

    authority = forms.ModelChoiceField(Unit.objects.none(), label="Cơ quan phát động")
    code = LineField(label="Mã", required=False, max_length=80, help_text="Để trống thì hệ thống tự đặt.")
    doc_type = LineField(label="Loại văn bản", max_length=60, initial="Kế hoạch")
    doc_number = LineField(label="Số, ký hiệu", required=False, max_length=60, help_text="Như in trên văn bản.")
    issued_on = PrintedDateField(
        label="Ngày ban hành", required=False, help_text="Ngày/tháng/năm; văn bản để trống ngày thì ghi tháng/năm."
    )
    known_as = LineField(
        label="Văn bản khác viện dẫn là", required=False, max_length=120, help_text="Nếu bản này không in số, ngày."
    )
    issuer = LineField(label="Nơi ban hành", max_length=250, help_text="Như in trên văn bản.")
    place = LineField(label="Địa danh", required=False, max_length=120)
    signer = LineField(label="Người ký", required=False, max_length=250)
    title = LineField(label="Trích yếu", max_length=500)
    theme = LineField(label="Chủ đề", required=False, max_length=500, help_text="Không cần dấu ngoặc kép.")
    kind = choice(MovementKind.choices, "Hình thức tổ chức", MovementKind.REGULAR)
    level = choice(Level.choices, "Cấp phát động", Level.PROVINCE)
    scope = choice(Scope.choices, "Phạm vi", Scope.LOCALITY)
    standing_body = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Cơ quan thường trực riêng",
        required=False,
        empty_label="— cơ quan thường trực chung —",
        help_text="Chỉ chọn khi cơ quan khác theo dõi phong trào này; chuyên viên nơi đó làm được mọi việc như bạn.",
    )
    year = forms.IntegerField(label="Năm thi đua", min_value=2000, max_value=2100)
    starts_on = DateField(label="Từ ngày", required=False)
    ends_on = DateField(label="Đến ngày", required=False)
    blocs = forms.ModelMultipleChoiceField(
        blocs_for(set()), label="Các khối tham gia", required=False, widget=forms.CheckboxSelectMultiple
    )
    parent = forms.ModelChoiceField(
        Campaign.objects.none(), label="Thuộc phong trào", required=False, empty_label="— không —"
    )
    bloc = forms.ModelChoiceField(
        blocs_for(set()),
        label="Kế hoạch của khối",
        empty_label="— không phải kế hoạch của khối —",
        required=False,
        help_text="Chỉ chọn khi đây là kế hoạch riêng của một khối.",
    )
    bloc_members = TextField(
        label="Các đơn vị trong khối như in", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Chỉ dùng cho kế hoạch của khối; mỗi đơn vị một dòng.",
    )  # fmt: skip
    recipients = TextField(
        label="Nơi nhận", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="Mỗi nơi một dòng."
    )
    references = TextField(
        label="Văn bản viện dẫn",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi văn bản một dòng.",
    )
    notes = TextField(
        label="Ghi chú khi đọc văn bản",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi ghi chú một dòng.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, campaign: Campaign | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authorities = {campaign.authority_id} if campaign else user.unit_ids(Role.STAFF)
        parents = possible_parents(user)
        self._offer("standing_body", possible_standing_bodies(authorities))
        self._offer_blocs(blocs_for(authorities))
        self._offer("parent", parents.exclude(pk=campaign.pk) if campaign else parents)
        if campaign:
            del self.fields["authority"], self.fields["code"]
        else:
            self._offer("authority", Unit.objects.filter(pk__in=authorities))
            self.fields["authority"].initial = min(authorities, default=None)

    def _offer_blocs(self, blocs: QuerySet[Bloc]) -> None:
        """The blocs that may be called or whose plan it may be: read once, shown in many places of the page."""
        self.offered = list(blocs)
        for name in ("blocs", "bloc"):
            self._offer(name, blocs)
            field = cast(forms.ModelChoiceField, self.fields[name])
            blank = [("", field.empty_label)] if field.empty_label else []
            field.choices = [*blank, *((bloc.pk, bloc.name) for bloc in self.offered)]

    def _offer(self, name: str, choices: QuerySet[Any]) -> None:
        """What the person may choose from."""
        cast(forms.ModelChoiceField, self.fields[name]).queryset = choices

    def clean_code(self) -> str:
        """Only what can stand in an address."""
        code = self.cleaned_data["code"]
        if code and (slug(code) != code or code in RESERVED_CODES):
            raise ValidationError("Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch ngang, ví dụ ha-giang-2021.")
        return code

    def clean(self) -> dict[str, Any]:
        """Days in order; a bloc's plan stands under a campaign and calls nobody else."""
        given = super().clean() or {}
        given |= {name: given.get(name) or self.fields[name].initial for name in ("kind", "level", "scope")}
        start, end = given.get("starts_on"), given.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Ngày kết thúc trước ngày bắt đầu.")
        if given.get("bloc") and not given.get("parent"):
            self.add_error("parent", "Kế hoạch của khối phải thuộc một phong trào; hãy chọn phong trào ấy.")
        if given.get("bloc") and given.get("blocs"):
            self.add_error("blocs", "Kế hoạch của khối chỉ dành cho khối ấy; hãy bỏ chọn các khối khác.")
        return given


class CampaignSheet:
    """The whole page: the form, its kinds of rows, and what is wrong with them, all at once.

    ``data`` None shows what is stored, or for a new campaign ``draft`` (an empty page of ``year`` without one); nothing
    of ``draft`` is written until it is saved. Prizes are only asked for while the campaign is new.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        user: Any,
        campaign: Campaign | None = None,
        year: int | None = None,
        draft: CampaignDraft | None = None,
    ) -> None:
        self.campaign, self.judged, self.prefilled = campaign, data is not None, draft
        self.stored = draft_of(campaign) if campaign else draft
        initial = _initial(self.stored, campaign) if self.stored else {"year": year}
        self.form = CampaignForm(data, user=user, campaign=campaign, initial=initial, use_required_attribute=False)
        self.user, self.refusals, self.added = user, list[str](), ""
        stored = self.stored or CampaignDraft(title="", year=0, issuer="")
        self.targets = Rows(TargetRow, "targets", data, target_rows(stored.indicators))
        blocs = self.form.offered
        self.milestones = Rows(MilestoneRow, "milestones", data, milestone_rows(stored.milestones), blocs=blocs)
        self.periods = Rows(PeriodRow, "periods", data, _period_rows(stored))
        self.contents = Rows(ContentRow, "contents", data, [vars(line) for line in stored.contents])
        self.prizes = Rows(PrizeRow, "prizes", data, prize_rows(stored.prizes), blocs=blocs)

    @property
    def lists(self) -> dict[str, Rows[Any]]:
        """The rows of the page by the name of their attribute."""
        names = ("targets", "milestones", "periods", "contents", *(() if self.campaign else ("prizes",)))
        return {name: getattr(self, name) for name in names}

    @cached_property
    def sentences(self) -> list[str]:
        """Everything that keeps the page from being saved."""
        return [
            *(f"{self._label(name)}{sentence}" for name, found in self.form.errors.items() for sentence in found),
            *nameless(self.targets),
            *unnamed_parts(self.targets),
            *(sentence for rows in self.lists.values() for sentence in rows.sentences()),
            *self._uncalled(),
        ]

    def _uncalled(self) -> Iterator[str]:
        """Prizes for blocs that are not called."""
        called = {bloc.code for bloc in self.form.cleaned_data.get("blocs") or ()}
        names = {bloc.code: bloc.name for bloc in self.form.offered}
        for number, row in self.prizes.filled:
            for code in row.cleaned_data.get("bloc_codes", []):
                if code not in called:
                    yield f"Giải thưởng dòng {number}: “{names[code]}” chưa được chọn ở mục “Các khối tham gia”."

    def is_valid(self) -> bool:
        """Whether all that was typed can be saved."""
        return not self.sentences

    def refuse(self, sentence: str) -> None:
        """Show what the service said beside the own sentences."""
        self.refusals.append(sentence)

    def add_rows(self, prefix: str) -> None:
        """The page was sent for more rows of ``prefix``: nothing is judged yet."""
        self.judged, self.added = False, prefix

    def shown(self) -> "CampaignSheet":
        """The page as it is shown: as typed, or where nothing is judged yet, as typed and without errors."""
        if not self.added:
            return self
        again = CampaignSheet(None, user=self.user, campaign=self.campaign, draft=self.prefilled)
        typed = {name: self.form[name].value() for name in self.form.fields}
        again.form.initial = typed
        for name, rows in self.lists.items():
            setattr(again, name, rows.unjudged())
        return again

    @property
    def wrong(self) -> list[str]:
        """The sentences at the head of the page."""
        return [*self.refusals, *self.sentences] if self.judged else []

    def chosen(self, name: str) -> Any:
        """What is chosen in a field of the head as the page stands, judged or not; None where nothing is."""
        bound = self.form[name]
        try:
            return bound.field.to_python(bound.value())
        except ValidationError:
            return None

    @property
    def authority(self) -> Unit:
        """Whose campaign it becomes."""
        authority: Unit = self.form.cleaned_data["authority"]
        return authority

    @property
    def code(self) -> str:
        """The address that was typed, or one made of authority, year and kind of document."""
        given = self.form.cleaned_data
        name = f"{given['authority'].short_name} {given['year']} {given['doc_type']}"
        return given["code"] or free_code(slug(name, 76))

    @property
    def version(self) -> int:
        """The version that was read; the one that shall be overwritten knowingly, if so chosen."""
        chosen = (self.form.data or {}).get("overwrite", "")
        return int(chosen) if chosen.isdecimal() else self.form.cleaned_data["version"] or 0

    @property
    def draft(self) -> CampaignDraft:
        """What was typed, as the service takes it."""
        given = {key: value for key, value in self.form.cleaned_data.items() if key not in OF_THE_PAGE}
        periods = [form.line() for _, form in self.periods.filled]
        known = {line.id: line for line in self.stored.milestones if line.id} if self.stored else {}
        return CampaignDraft(
            **{**given, "blocs": tuple(given["blocs"])},
            illustrative=bool(self.campaign and self.campaign.illustrative),
            indicators=indicators(self.targets),
            milestones=tuple(form.line(known) for _, form in self.milestones.filled),
            waves=tuple(line for line in periods if isinstance(line, WaveLine)),
            windows=tuple(line for line in periods if isinstance(line, WindowLine)),
            contents=tuple(form.line() for _, form in self.contents.filled),
            prizes=() if self.campaign else tuple(form.line() for _, form in self.prizes.filled),
        )

    def _label(self, name: str) -> str:
        return f"{self.form.fields[name].label}: " if name in self.form.fields else ""


def _initial(stored: CampaignDraft, campaign: Campaign | None) -> dict[str, Any]:
    """The head of the document, and the version that is being read; the plan of a bloc is its authority's."""
    version = {"version": campaign.version} if campaign else {}
    authority = {"authority": stored.bloc.authority_id} if stored.bloc else {}
    return {**vars(stored), **version, **authority, "blocs": list(stored.blocs)}


def _period_rows(stored: CampaignDraft) -> list[dict[str, Any]]:
    """Waves and windows as rows of one list."""
    return [{"kind": WAVE, **vars(wave)} for wave in stored.waves] + [vars(window) for window in stored.windows]


def wants_saving(sheet: CampaignSheet) -> bool:
    """Whether the page was sent to be saved (not to get more rows) and nothing typed is refused."""
    wanted = (sheet.form.data or {}).get("add")
    if wanted:
        sheet.add_rows(wanted)
        return False
    return sheet.is_valid()
