"""Who may score, confirm, appraise, publish. Nobody touches points of the own unit (integrity P16, V01)."""

from typing import Any

from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.enums import CampaignState
from campaigns.rules import campaign_is_open, is_staff_of_authority
from campaigns.rules import is_of_unit as may_work_in_folder
from campaigns.rules import takes_place as folder_takes_place
from core.authz import Predicate, any_of, permission, predicate
from organizations.enums import Role
from scoring.enums import SheetState, TableState
from scoring.models import ScoreSheet, ScoringTable
from scoring.queries.rankings.votes import VoteSubject


@predicate("Phong trào đang không mở để chấm điểm.")
def takes_place(_actor: Any, sheet: ScoreSheet) -> bool:
    """The campaign is launched and not closed."""
    return sheet.participation.campaign.state == CampaignState.LAUNCHED


@predicate("Chỉ cán bộ, thủ trưởng của đơn vị tự chấm điểm.")
def is_of_unit(actor: Any, sheet: ScoreSheet) -> bool:
    """Officer or head of the unit that is scored."""
    return sheet.participation.unit_id in actor.unit_ids(Role.OFFICER, Role.HEAD)


@predicate("Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng.")
def is_head_of_unit(actor: Any, sheet: ScoreSheet) -> bool:
    """The head signs and submits (domain.md, "Who uses it")."""
    return sheet.participation.unit_id in actor.unit_ids(Role.HEAD)


@predicate("Bạn thuộc đơn vị này nên không thể chấm bảng điểm này.")
def is_foreign_unit(actor: Any, sheet: ScoreSheet) -> bool:
    """Nobody scores, confirms, appraises or returns what concerns the own unit, in whatever role."""
    return sheet.participation.unit_id not in actor.unit_ids()


@predicate("Chỉ Trưởng khối chấm được ở bước này; bảng của chính Trưởng khối do Phó Trưởng khối chấm.")
def is_bloc_scorer(actor: Any, sheet: ScoreSheet) -> bool:
    """The office of the scoring unit, or the standing body where the bloc has none."""
    if sheet.scoring_unit_ids:
        return bool(sheet.scoring_unit_ids & actor.unit_ids(*BLOC_OFFICE_ROLES))
    return is_staff_of_authority(actor, sheet.participation.campaign)


@predicate("Chỉ chuyên viên cơ quan thường trực thẩm định được bảng điểm.")
def is_appraiser(actor: Any, sheet: ScoreSheet) -> bool:
    """Staff of the campaign's authority."""
    return is_staff_of_authority(actor, sheet.participation.campaign)


@predicate("Bảng điểm đã nộp nên không sửa được nữa; muốn sửa, hãy đề nghị Trưởng khối trả lại.")
def is_with_unit(_actor: Any, sheet: ScoreSheet) -> bool:
    """The unit scores itself."""
    return sheet.state == SheetState.DRAFT


@predicate("Bảng điểm không ở bước khối chấm.")
def is_with_bloc(_actor: Any, sheet: ScoreSheet) -> bool:
    """Self-submitted, not yet confirmed."""
    return sheet.state == SheetState.SELF_SUBMITTED


@predicate("Bảng điểm không ở bước thẩm định.")
def is_with_standing_body(_actor: Any, sheet: ScoreSheet) -> bool:
    """Confirmed by the bloc, not yet appraised."""
    return sheet.state == SheetState.BLOC_CONFIRMED


@predicate("Chỉ trả lại khối được khi đang thẩm định hoặc đã thẩm định mà chưa công bố.")
def may_go_back_to_bloc(_actor: Any, sheet: ScoreSheet) -> bool:
    """Between the bloc's confirmation and publication."""
    return sheet.state in (SheetState.BLOC_CONFIRMED, SheetState.APPRAISED)


@predicate("Người đang giữ bảng điểm mới trả lại đơn vị được.")
def holds_the_sheet(actor: Any, sheet: ScoreSheet) -> bool:
    """The bloc's scorer while the bloc scores, the standing body while it appraises."""
    if sheet.state == SheetState.SELF_SUBMITTED:
        return is_bloc_scorer(actor, sheet)
    return sheet.state == SheetState.BLOC_CONFIRMED and is_appraiser(actor, sheet)


@predicate("Chỉ văn phòng của Trưởng khối làm được việc này.")
def runs_the_bloc(actor: Any, table: ScoringTable) -> bool:
    """The leader's office of the table's bloc."""
    led = table.bloc.memberships.filter(
        year=table.campaign.year, role="leader", unit__in=actor.unit_ids(*BLOC_OFFICE_ROLES)
    )
    return led.exists()


@predicate("Chỉ cơ quan thường trực chốt được bảng tiêu chí khi chưa đủ ý kiến đồng ý của các thành viên.")
def is_staff_for_table(actor: Any, table: ScoringTable) -> bool:
    """Staff of the authority."""
    return is_staff_of_authority(actor, table.campaign)


@predicate(campaign_is_open.sentence)
def table_is_open(actor: Any, table: ScoringTable) -> bool:
    """The campaign of the table has not ended."""
    return campaign_is_open(actor, table.campaign)


@predicate(
    "Chỉ sửa được khi bảng tiêu chí đang soạn; đang lấy ý kiến thì rút lại trước, đã thống nhất thì lập bản mới."
)
def table_is_draft(_actor: Any, table: ScoringTable) -> bool:
    """The members were not asked yet, or not any more."""
    return table.state == TableState.DRAFT


@predicate("Bảng tiêu chí không ở bước lấy ý kiến.")
def table_is_proposed(_actor: Any, table: ScoringTable) -> bool:
    """The members are asked."""
    return table.state == TableState.PROPOSED


@predicate("Chỉ thay đổi được bảng tiêu chí đã thống nhất và đang áp dụng.")
def table_is_frozen(_actor: Any, table: ScoringTable) -> bool:
    """The bloc is scored by it."""
    return table.state == TableState.FROZEN


@predicate("Chỉ thủ trưởng của đơn vị thành viên trong khối trả lời được; cán bộ đầu mối xem và trình thủ trưởng.")
def is_head_of_member(actor: Any, table: ScoringTable) -> bool:
    """The head of a unit that belongs to the bloc in the year of the campaign."""
    units = actor.unit_ids(Role.HEAD)
    return table.bloc.memberships.filter(year=table.campaign.year, unit__in=units).exists()


may_draft = any_of(
    is_staff_for_table, runs_the_bloc, sentence="Chỉ cơ quan thường trực hoặc Trưởng khối soạn được bảng tiêu chí."
)

looks_into_points = Predicate(
    lambda actor, subject: is_staff_of_authority(actor, subject.campaign),
    "Chỉ chuyên viên của cơ quan phát động thử đổi điểm và soi điểm của khối.",
)


@predicate("Chỉ kiến nghị được điểm đã thẩm định mà chưa công bố chính thức.")
def is_contestable(_actor: Any, sheet: ScoreSheet) -> bool:
    """Appraised, not finally published."""
    return sheet.state == SheetState.APPRAISED


@predicate("Chỉ cơ quan thường trực hoặc Trưởng khối ghi được số phiếu suy tôn.")
def may_record_votes(actor: Any, subject: VoteSubject) -> bool:
    """Staff of the authority, or the office of the leader of this bloc."""
    if is_staff_of_authority(actor, subject.campaign):
        return True
    led = subject.bloc.memberships.filter(
        year=subject.campaign.year, role="leader", unit__in=actor.unit_ids(*BLOC_OFFICE_ROLES)
    )
    return led.exists()


@predicate(campaign_is_open.sentence)
def votes_are_open(actor: Any, subject: VoteSubject) -> bool:
    """The campaign of the bloc has not ended."""
    return campaign_is_open(actor, subject.campaign)


permission("scoring.list")
permission("scoring.open_sheet", may_work_in_folder, folder_takes_place)
permission("scoring.view_sheet")
permission("scoring.view_table")
permission("scoring.view_ranking")
permission("scoring.look_into", looks_into_points)
permission("scoring.create_table", may_draft, table_is_open)
permission("scoring.draft_table", may_draft, table_is_open, table_is_draft)
permission("scoring.propose_table", may_draft, table_is_open, table_is_draft)
permission("scoring.withdraw_table", may_draft, table_is_open, table_is_proposed)
permission("scoring.answer_table", is_head_of_member, table_is_open, table_is_proposed)
permission("scoring.freeze_table", is_staff_for_table, table_is_open)
permission("scoring.change_table", may_draft, table_is_open, table_is_frozen)
permission("scoring.preview_table", may_draft)
permission("scoring.score_self", is_of_unit, takes_place, is_with_unit)
permission("scoring.submit_self_score", is_of_unit, is_head_of_unit, takes_place, is_with_unit)
permission("scoring.score_bloc", is_foreign_unit, is_bloc_scorer, takes_place, is_with_bloc)
permission("scoring.appraise", is_foreign_unit, is_appraiser, takes_place, is_with_standing_body)
permission("scoring.return_to_unit", is_foreign_unit, takes_place, holds_the_sheet)
permission("scoring.return_to_bloc", is_foreign_unit, is_appraiser, takes_place, may_go_back_to_bloc)
permission("scoring.recompute", is_staff_of_authority, campaign_is_open)
permission("scoring.publish", is_staff_of_authority, campaign_is_open)
permission("scoring.keep_midterm", is_staff_of_authority, campaign_is_open)
permission("scoring.record_votes", may_record_votes, votes_are_open)
permission("scoring.view_appeals")
permission("scoring.open_appeal", is_of_unit, takes_place, is_contestable)
permission("scoring.answer_appeal", is_foreign_unit, is_appraiser, takes_place)
