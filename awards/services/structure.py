"""Writing the award structure: what the launching document sets, and what staff choose where it is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from awards.enums import Counting, Form
from awards.models import AwardTier, Proposal
from awards.queries import ladders as queries
from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.queries.campaigns import lock_campaign
from core import audit
from core.authz import require
from core.exceptions import Refused
from core.text import clean, clean_text


@dataclass(frozen=True)
class AwardLine:
    """One line of the structure: ``quantity`` as printed, ``chosen_quantity`` as staff chose (``basis`` says why).

    ``bloc_codes`` are the blocs whose units compete for it; ``value_vnd`` is the prize of each unit in đồng.
    """

    form: str
    name: str
    scope: str
    bloc_codes: tuple[str, ...]
    counting: str = Counting.TOGETHER
    quantity: int | None = None
    chosen_quantity: int | None = None
    value_vnd: int | None = None
    basis: str = ""


@transaction.atomic
def set_structure(*, campaign: Campaign, lines: Sequence[AwardLine], by: Any) -> list[AwardTier]:
    """Make ``lines`` the award structure of ``campaign``; nominations made from another structure are taken back.

    The same lines again change nothing. Refused for lines that contradict each other, and once something was put
    forward or decided.
    """
    campaign = lock_campaign(campaign.pk)
    wanted = [_cleaned(line) for line in lines]
    if wanted == structure_lines(campaign):
        return list(campaign.award_tiers.all())
    require(by, "awards.set_structure", campaign)
    blocs = _blocs_of(campaign, wanted)
    _refuse_contradictions(wanted)
    taken_back, _ = Proposal.objects.filter(campaign=campaign).delete()
    campaign.award_tiers.all().delete()
    tiers = [_write(campaign, position, line, blocs) for position, line in enumerate(wanted, start=1)]
    audit.record("award.structure_set", on=campaign, by=by, tiers=len(tiers), nominations_taken_back=taken_back)
    return tiers


@transaction.atomic(durable=True)
def choose_places(*, tier: AwardTier, counting: str, chosen_quantity: int | None, basis: str, by: Any) -> AwardTier:
    """Settle what the document leaves open: over what the places count, and how many there are; ``basis`` says why.

    The counting holds for all awards of the same ladder. Open nominations are taken back, as they counted otherwise.
    """
    campaign = lock_campaign(tier.campaign_id)
    require(by, "awards.choose_places", campaign)
    if not basis.strip():
        raise Refused("Hãy nêu căn cứ của lựa chọn (văn bản, ý kiến chỉ đạo) để người đọc sau hiểu.")
    ladder_tiers = queries.tiers_sharing_a_ladder(tier)
    tier.chosen_quantity, tier.basis = chosen_quantity, clean_text(basis)
    tier.save(update_fields=["chosen_quantity", "basis"])
    AwardTier.objects.filter(pk__in=[one.pk for one in ladder_tiers]).update(counting=counting)
    tier.counting = counting
    Proposal.objects.filter(tier__in=ladder_tiers).delete()
    audit.record(
        "award.places_chosen", on=tier, by=by, counting=counting, chosen_quantity=chosen_quantity, basis=tier.basis
    )
    return tier


def structure_lines(campaign: Campaign) -> list[AwardLine]:
    """The present structure as lines, in order; what ``set_structure`` would take to make it again. Two queries."""
    tiers = AwardTier.objects.filter(campaign=campaign).prefetch_related("blocs").order_by("position")
    return [
        AwardLine(
            form=tier.form,
            name=tier.name,
            scope=tier.scope,
            bloc_codes=tuple(sorted(bloc.code for bloc in tier.blocs.all())),
            counting=tier.counting,
            quantity=tier.quantity,
            chosen_quantity=tier.chosen_quantity,
            value_vnd=tier.value_vnd,
            basis=tier.basis,
        )
        for tier in tiers
    ]


def _cleaned(line: AwardLine) -> AwardLine:
    """The line as it is stored: texts cleaned, each bloc once."""
    return AwardLine(
        form=Form(line.form),
        name=clean(line.name),
        scope=clean(line.scope),
        bloc_codes=tuple(sorted(set(line.bloc_codes))),
        counting=Counting(line.counting),
        quantity=line.quantity,
        chosen_quantity=line.chosen_quantity,
        value_vnd=line.value_vnd,
        basis=clean_text(line.basis),
    )


def _blocs_of(campaign: Campaign, lines: Sequence[AwardLine]) -> dict[str, Bloc]:
    """The blocs named by the lines; refuses those that the campaign does not call."""
    called = {bloc.code: bloc for bloc in campaign.blocs.all()}
    for number, line in enumerate(lines, start=1):
        if not line.bloc_codes:
            raise Refused(f"Dòng {number} ({line.name}): chưa chọn khối được xét.")
        if foreign := [code for code in line.bloc_codes if code not in called]:
            raise Refused(f"Dòng {number} ({line.name}): khối {', '.join(foreign)} không tham gia phong trào này.")
    return called


def _refuse_contradictions(lines: Sequence[AwardLine]) -> None:
    """Numbers need a basis where they are chosen; awards of one ladder count over the same field in the same way."""
    for number, line in enumerate(lines, start=1):
        if line.chosen_quantity is not None and not line.basis:
            raise Refused(f"Dòng {number} ({line.name}): số lượng tự chọn phải nêu căn cứ.")
        for other in lines[: number - 1]:
            if _clash(line, other):
                raise Refused(
                    f"Dòng {number} ({line.name}) và “{other.name}” cùng xét một khối nên phải có cùng các khối "
                    f"được xét và cùng cách tính số lượng."
                )


def _clash(one: AwardLine, other: AwardLine) -> bool:
    """Whether two awards of one family share a bloc without sharing the whole field."""
    same_family = (one.form == Form.PRIZE) == (other.form == Form.PRIZE)
    share = set(one.bloc_codes) & set(other.bloc_codes)
    same_field = one.bloc_codes == other.bloc_codes and one.counting == other.counting
    return same_family and bool(share) and not same_field


def _write(campaign: Campaign, position: int, line: AwardLine, blocs: dict[str, Bloc]) -> AwardTier:
    """One row with its blocs."""
    tier = AwardTier.objects.create(
        campaign=campaign,
        position=position,
        form=line.form,
        name=line.name,
        scope=line.scope,
        counting=line.counting,
        quantity=line.quantity,
        chosen_quantity=line.chosen_quantity,
        value_vnd=line.value_vnd,
        basis=line.basis,
    )
    tier.blocs.set([blocs[code] for code in line.bloc_codes])
    return tier
