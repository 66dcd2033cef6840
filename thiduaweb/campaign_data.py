"""Campaigns as JSON: founding documents come in (fixtures/campaigns), what a reader finds in them goes out again.

The keys and conventions are those of tests/data/truth/README.md; fixtures/README.md has the additional ones.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from awards.models import AwardTier
from awards.services.structure import AwardLine, set_structure
from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from campaigns.drafts import (
    CampaignDraft,
    ContentLine,
    IndicatorLine,
    MilestoneLine,
    TargetLine,
    WaveLine,
    WindowLine,
)
from campaigns.enums import Audience, Level, MovementKind, Scope
from campaigns.models import Campaign
from campaigns.prefills import as_issued
from campaigns.services.campaigns import create_campaign
from campaigns.wording import as_printed
from organizations.queries import unit_by_code

Data = Mapping[str, Any]
QUARTERS = {"I": "Quý I", "II": "Quý II", "III": "Quý III", "IV": "Quý IV"}
DUTIES = {
    "leader": "Nhiệm vụ của Trưởng khối",
    "deputy": "Nhiệm vụ của Phó Trưởng khối",
    "members": "Nhiệm vụ của các đơn vị thành viên",
}


def load_campaign(data: Data, *, by: Any) -> Campaign:
    """The campaign ``data["code"]`` as a draft with its prizes; left alone when it is known already.

    It calls every bloc that its authority has in its year; a bloc's plan (``bloc_code``) calls none. Authority, parent
    and blocs must exist.
    """
    campaign = Campaign.objects.filter(code=data["code"]).first()
    if campaign is None:
        authority = unit_by_code(data["authority"])
        campaign = create_campaign(by=by, authority=authority, code=data["code"], draft=read_draft(data))
    if data["awards"] and not AwardTier.objects.filter(campaign=campaign).exists():
        set_structure(campaign=campaign, lines=[_award(line) for line in data["awards"]], by=by)
    return campaign


def read_draft(data: Data) -> CampaignDraft:
    """The document in ``data`` as the campaign's service takes it."""
    starts_on, ends_on = (day and date.fromisoformat(day) for day in data["period"])
    bloc = Bloc.objects.get(code=data["bloc_code"]) if data["bloc_code"] else None
    return CampaignDraft(
        title=data["title"],
        year=data["year"],
        kind=data.get("kind", MovementKind.REGULAR),
        level=data.get("level", Level.PROVINCE),
        scope=data.get("scope", Scope.BLOC if bloc else Scope.LOCALITY),
        standing_body=unit_by_code(data["standing_body"]) if data.get("standing_body") else None,
        issuer=data["issuer"],
        doc_type=data["doc_type"],
        doc_number=data["doc_number"] or "",
        issued_on=data["issued_on"] or "",
        known_as=data["known_as"],
        place=data["place"],
        signer=", ".join((data["signer"]["name"], *data["signer"]["position"].split("\n"))),
        theme=data["theme"] or "",
        starts_on=starts_on,
        ends_on=ends_on,
        recipients="\n".join(data["recipients"]),
        references="\n".join(data.get("references", [])),
        bloc_members="\n".join(data.get("bloc", {}).get("members", [])),
        notes="\n".join(data["notes"]),
        illustrative=data.get("illustrative", False),
        parent=Campaign.objects.get(code=data["parent"]) if data["parent"] else None,
        bloc=bloc,
        blocs=() if bloc else _blocs_of(data),
        indicators=tuple(_indicator(line) for line in data["indicators"]),
        milestones=tuple(_milestone(line) for line in data["deadlines"]),
        waves=tuple(WaveLine(one["name"], *_days(one)) for one in data.get("phases", [])),
        windows=tuple(WindowLine(one["kind"], one["what"], *_days(one)) for one in data["windows"]),
        contents=tuple(_contents(data)),
    )


def _blocs_of(data: Data) -> tuple[Bloc, ...]:
    """The blocs of the authority that have members in the campaign's year."""
    found = Bloc.objects.filter(authority__code=data["authority"], memberships__year=data["year"])
    return tuple(found.distinct())


def _days(line: Data) -> tuple[date, date]:
    """The two ends of a stretch."""
    return date.fromisoformat(line["from"]), date.fromisoformat(line["to"])


def _indicator(line: Data) -> IndicatorLine:
    return IndicatorLine(line["name"], tuple(_target(target) for target in line["targets"]), line["no"] or "")


def _target(line: Data) -> TargetLine:
    return TargetLine(
        op=line["op"],
        value=line["value"] and Decimal(line["value"]),
        value_max=line["value_max"] and Decimal(line["value_max"]),
        unit_of_measure=line["unit"] or "",
        label=line["label"] or "",
        bound=line.get("bound", ""),
        direction=line["direction"] or "",
    )


def _milestone(line: Data) -> MilestoneLine:
    """A deadline; where the print is evidently wrong, the day that is meant holds and the remark says so."""
    printed_on = date.fromisoformat(line["date"])
    return MilestoneLine(
        kind=line["kind"],
        name=line["what"],
        day=date.fromisoformat(line.get("meant", line["date"])),
        reading=line["reading"],
        addressee=line["addressee"],
        printed_on=printed_on,
        quote=line["quote"],
        remark=line.get("remark", ""),
        hour=time.fromisoformat(line["hour"]) if "hour" in line else None,
        opens_on=date.fromisoformat(line["opens_on"]) if "opens_on" in line else None,
        audience=line.get("audience", Audience.ALL),
        blocs=tuple(Bloc.objects.get(code=code) for code in line.get("blocs", [])),
        accepts_late=line.get("accepts_late", True),
        brackets=tuple((one["from_day"], Decimal(one["points"])) for one in line.get("brackets", [])),
    )


def _contents(data: Data) -> Iterator[ContentLine]:
    """Passages, then what the document lists besides them, each list under a heading of its own."""
    for passage in data["contents"]:
        yield ContentLine(passage["heading"], passage["text"])
    if data["movements"]:
        yield ContentLine(
            "Danh sách phong trào thi đua chuyên đề", "\n".join(f"“{name}”" for name in data["movements"])
        )
    for activity in data["quarterly_activities"]:
        yield ContentLine(f"Hoạt động {QUARTERS[activity['quarter']]}", activity["text"])
    for who, heading in DUTIES.items():
        if data["duties"].get(who):
            yield ContentLine(heading, "\n".join(data["duties"][who]))
    if data["report_duties"]:
        yield ContentLine("Báo cáo không ghi ngày cụ thể", "\n".join(data["report_duties"]))


def _award(line: Data) -> AwardLine:
    """A line of the prize structure; a number that staff chose stands beside its basis."""
    return AwardLine(
        form=line["form"],
        name=line["tier"],
        scope=line["scope"],
        bloc_codes=tuple(line["scope_blocs"]),
        counting=line["counting"],
        quantity=line["quantity"],
        chosen_quantity=line["places_per_bloc"],
        value_vnd=line["value_vnd"],
        basis=line["basis"],
    )


def export_campaign(code: str) -> dict[str, Any]:
    """What the launching document of ``code`` sets, as printed; Campaign.DoesNotExist for an unknown code.

    Deadlines that were put off stand as they were issued; those that staff added, which no document prints, are not
    part of it.
    """
    campaign = Campaign.objects.select_related("bloc").get(code=code)
    draft = as_issued(campaign)
    data: dict[str, Any] = {
        "doc_number": campaign.doc_number or None,
        "doc_type": campaign.doc_type,
        "issuer": campaign.issuer,
        "issued_on": campaign.issued_on or None,
        "title": campaign.title,
        "theme": campaign.theme or None,
        "year": campaign.year,
        "period": [_iso(campaign.starts_on), _iso(campaign.ends_on)],
    }
    if draft.waves:
        data["phases"] = [
            {"name": one.name, "from": _iso(one.starts_on), "to": _iso(one.ends_on)} for one in draft.waves
        ]
    data["indicators"] = [_indicator_out(indicator) for indicator in draft.indicators]
    data["deadlines"] = [_milestone_out(one) for one in draft.milestones if one.printed_on is not None]
    data["windows"] = [
        {"what": one.name, "from": _iso(one.starts_on), "to": _iso(one.ends_on)} for one in draft.windows
    ]
    data["awards"] = list(map(_award_out, AwardTier.objects.filter(campaign=campaign)))
    if campaign.bloc:
        data["bloc"] = _bloc_out(campaign, campaign.bloc)
    if campaign.references:
        data["references"] = campaign.references.splitlines()
    data["notes"] = campaign.notes.splitlines()
    return data


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _indicator_out(line: IndicatorLine) -> dict[str, Any]:
    return {"no": line.no or None, "name": line.name, "targets": [_target_out(target) for target in line.targets]}


def _target_out(line: TargetLine) -> dict[str, Any]:
    """A target with its numbers as printed; ``bound`` only where there is one."""
    data = {
        "label": line.label or None,
        "op": line.op,
        "value": _number_out(line.value, line.decimals),
        "value_max": _number_out(line.value_max, line.decimals),
        "unit": line.unit_of_measure or None,
    }
    return {**data, "bound": line.bound} if line.bound else data


def _number_out(value: Decimal | None, decimals: int) -> str | None:
    return None if value is None else as_printed(value, decimals)


def _milestone_out(line: MilestoneLine) -> dict[str, Any]:
    """A deadline as printed; of what it sets besides only what is not the rule."""
    data: dict[str, Any] = {"what": line.name, "date": _iso(line.printed_on)}
    more: dict[str, Any] = {
        "hour": line.hour and f"{line.hour:%H:%M}",
        "opens_on": _iso(line.opens_on),
        "audience": line.audience if line.audience != Audience.ALL else None,
        "blocs": [bloc.code for bloc in line.blocs],
        "accepts_late": None if line.accepts_late else False,
        "brackets": [{"from_day": day, "points": as_printed(points, 0)} for day, points in line.brackets],
    }
    return data | {key: value for key, value in more.items() if value not in (None, [])}


def _award_out(tier: AwardTier) -> dict[str, Any]:
    return {"scope": tier.scope, "tier": tier.name, "quantity": tier.quantity, "value_vnd": tier.value_vnd}


def _bloc_out(campaign: Campaign, bloc: Bloc) -> dict[str, Any]:
    """The bloc whose plan it is: leader and deputy of the year, the members as the plan prints them."""
    seats = Membership.objects.filter(bloc=bloc, year=campaign.year).select_related("unit")
    names = {seat.role: seat.unit.short_name for seat in seats}
    return {
        "name": bloc.name,
        "head": names.get(BlocRole.LEADER),
        "deputy": names.get(BlocRole.DEPUTY),
        "members": campaign.bloc_members.splitlines(),
    }
