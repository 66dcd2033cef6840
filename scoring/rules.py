"""Who may score, confirm, appraise, publish. Nobody touches points of the own unit (integrity P16, V01)."""

from typing import Any

from blocs.enums import BlocRole
from blocs.rules import BLOC_OFFICE_ROLES, leadership, sits_in_office
from campaigns.enums import CampaignState
from campaigns.models import Participation
from campaigns.rules import campaign_is_open, is_staff_of_authority
from campaigns.rules import is_of_unit as may_work_in_folder
from campaigns.rules import takes_place as folder_takes_place
from core.authz import Predicate, any_of, permission, predicate
from core.models import AuditEvent
from organizations.enums import Role
from scoring.enums import DEPARTMENT_ROLES, BlocMode, RankingKind, SheetState, TableState, Tier
from scoring.models import ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.crosswise import scorer_of
from scoring.queries.rankings.midterm import MidtermSubject
from scoring.queries.rankings.votes import VoteSubject
from scoring.queries.tiers import tiers_overseen


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


signs_appeals = Predicate(
    is_head_of_unit, "Chỉ thủ trưởng đơn vị ký gửi kiến nghị; cán bộ đầu mối soạn và trình thủ trưởng."
)


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


@predicate("Khối này không chấm chéo.")
def is_crosswise(_actor: Any, sheet: ScoreSheet) -> bool:
    """The members score one another."""
    return sheet.table.bloc_mode == BlocMode.CROSSWISE


@predicate("Chỉ các đơn vị khác trong khối, đã nộp tự chấm của mình, chấm chéo được bảng điểm này.")
def is_fellow_member(actor: Any, sheet: ScoreSheet) -> bool:
    """Works for another unit of the bloc that has filed its own self-score."""
    return scorer_of(actor, sheet) is not None


@predicate("Chỉ văn phòng khối và cơ quan thường trực theo dõi việc chấm chéo.")
def follows_crosswise(actor: Any, sheet: ScoreSheet) -> bool:
    """The office that confirms the sheet, and the standing body."""
    return is_bloc_scorer(actor, sheet) or is_appraiser(actor, sheet)


@predicate(is_foreign_unit.sentence)
def is_foreign_folder(actor: Any, folder: Participation) -> bool:
    """As ``is_foreign_unit``, of a unit whose sheet may not be open yet."""
    return folder.unit_id not in actor.unit_ids()


@predicate("Chỉ văn phòng Trưởng khối hoặc cơ quan thường trực xử lý đơn vị không nộp.")
def settles(actor: Any, folder: Participation) -> bool:
    """The office that would score the unit, or the standing body."""
    offices = leadership(folder.bloc_id, folder.campaign.year).towards(folder.unit_id)
    return bool(offices & actor.unit_ids(*BLOC_OFFICE_ROLES)) or is_staff_of_authority(actor, folder.campaign)


def of_sheet(asked: Predicate) -> Predicate:
    """The same question about the sheet of a line."""
    return Predicate(lambda actor, line: asked(actor, line.sheet), asked.sentence)


@predicate("Chỉ cơ quan thường trực hoặc cơ quan được giao phần này thẩm định được.")
def appraises(actor: Any, line: ScoreLine) -> bool:
    """The standing body's staff everywhere; of a part that is given to a department its people (domain.md B2)."""
    department = line.criterion.group.appraiser_id
    return is_appraiser(actor, line.sheet) or (
        department is not None and department in actor.unit_ids(*DEPARTMENT_ROLES)
    )


@predicate("Người đang giữ bảng điểm mới trả lại một tiêu chí được.")
def holds_the_line(actor: Any, line: ScoreLine) -> bool:
    """The bloc's scorer while the bloc scores, whoever appraises the line while it is appraised."""
    if line.sheet.state == SheetState.SELF_SUBMITTED:
        return is_bloc_scorer(actor, line.sheet)
    return line.sheet.state == SheetState.BLOC_CONFIRMED and appraises(actor, line)


def tiers_seen(actor: Any, sheet: ScoreSheet) -> set[Tier]:
    """The tiers whose points ``actor`` sees on the sheet: as ``tiers_overseen``, and those that the person gives."""
    seen = tiers_overseen(actor, sheet)
    if not is_foreign_unit(actor, sheet):
        return seen
    if is_bloc_scorer(actor, sheet):
        seen.add(Tier.BLOC)
    departments = actor.unit_ids(*DEPARTMENT_ROLES)
    if sheet.state == SheetState.BLOC_CONFIRMED and Tier.APPRAISED not in seen:
        parts = {group.appraiser_id for group in sheet.table.groups.all()}
        seen |= {Tier.APPRAISED} if parts & departments else set()
    return seen


@predicate("Chỉ sửa riêng một tiêu chí được khi bảng điểm đã nộp và chưa thẩm định xong.")
def is_under_way(_actor: Any, sheet: ScoreSheet) -> bool:
    """Filed, not yet appraised."""
    return sheet.state in (SheetState.SELF_SUBMITTED, SheetState.BLOC_CONFIRMED)


@predicate("Đơn vị không nộp tự chấm nên không có gì để trả lại đơn vị.")
def was_filed(_actor: Any, sheet: ScoreSheet) -> bool:
    """The unit filed it; what was settled without the unit does not go back to it."""
    return not sheet.self_missing


@predicate("Bảng điểm được khép lại vì đơn vị không nộp tự chấm nên không trả lại khối.")
def was_scored(_actor: Any, sheet: ScoreSheet) -> bool:
    """Not closed without a self-score: the bloc never held it."""
    return not sheet.is_closed_missing


@predicate("Chỉ văn phòng của Trưởng khối làm được việc này.")
def runs_the_bloc(actor: Any, table: ScoringTable) -> bool:
    """The leader's office of the table's bloc."""
    return sits_in_office(actor, bloc=table.bloc, year=table.campaign.year, role=BlocRole.LEADER)


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


@predicate("Bảng đã gửi lấy ý kiến các thành viên nên không xóa được; hãy sửa tiếp rồi lấy ý kiến lại.")
def was_never_proposed(_actor: Any, table: ScoringTable) -> bool:
    """No member was ever asked, nor anybody's answer dropped."""
    asked = AuditEvent.objects.filter(event="table.proposed", object_id=str(table.pk))
    return not asked.filter(object_type=table._meta.label_lower).exists()


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
    "Chỉ chuyên viên của cơ quan phát động thử đổi điểm và rà soát điểm của khối.",
)


@predicate("Chỉ kiến nghị được điểm đã thẩm định mà chưa công bố chính thức.")
def is_contestable(_actor: Any, sheet: ScoreSheet) -> bool:
    """Appraised, not finally published."""
    return sheet.state == SheetState.APPRAISED


@predicate(
    "Đơn vị của bạn ở trong số các đơn vị bằng nhau nên bạn không ghi số phiếu; "
    "văn phòng Phó Trưởng khối hoặc chuyên viên cơ quan thường trực ghi."
)
def is_foreign_tie(actor: Any, subject: VoteSubject) -> bool:
    """As ``is_foreign_unit``: nobody counts the votes that place the own unit, in whatever role."""
    return not subject.units & actor.unit_ids()


@predicate(
    "Chỉ cơ quan thường trực hoặc Trưởng khối ghi được số phiếu suy tôn; "
    "khi Trưởng khối ở trong số các đơn vị bằng nhau thì Phó Trưởng khối ghi thay."
)
def may_record_votes(actor: Any, subject: VoteSubject) -> bool:
    """Staff of the authority, or the office that acts for the leader of this bloc."""
    office = is_staff_of_authority(actor, subject.campaign)
    return office or bool(subject.offices & actor.unit_ids(*BLOC_OFFICE_ROLES))


@predicate(campaign_is_open.sentence)
def votes_are_open(actor: Any, subject: VoteSubject) -> bool:
    """The campaign of the bloc has not ended."""
    return campaign_is_open(actor, subject.campaign)


keeps_midterm = Predicate(
    lambda actor, subject: is_staff_of_authority(actor, subject.campaign), is_staff_of_authority.sentence
)


@predicate(campaign_is_open.sentence)
def midterm_is_open(actor: Any, subject: MidtermSubject) -> bool:
    """The campaign of the bloc has not ended."""
    return campaign_is_open(actor, subject.campaign)


@predicate("Xếp hạng của khối đã công bố chính thức nên không chốt sơ kết nữa.")
def is_before_final(_actor: Any, subject: MidtermSubject) -> bool:
    """The ranking of the year is not final: from there on the mid-term is what it was."""
    return subject.shown is None or subject.shown.kind != RankingKind.FINAL


permission("scoring.list")
permission("scoring.open_sheet", may_work_in_folder, folder_takes_place)
permission("scoring.view_sheet")
permission("scoring.view_table")
permission("scoring.view_ranking")
permission("scoring.look_into", looks_into_points)
permission("scoring.create_table", may_draft, table_is_open)
permission("scoring.draft_table", may_draft, table_is_open, table_is_draft)
permission("scoring.discard_table", may_draft, table_is_open, table_is_draft, was_never_proposed)
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
permission("scoring.return_to_unit", is_foreign_unit, takes_place, holds_the_sheet, was_filed)
permission("scoring.return_to_bloc", is_foreign_unit, is_appraiser, takes_place, may_go_back_to_bloc, was_scored)
permission("scoring.publish", is_staff_of_authority, campaign_is_open)

permission("scoring.score_crosswise", is_foreign_unit, is_crosswise, takes_place, is_with_bloc, is_fellow_member)
permission("scoring.close_crosswise", is_foreign_unit, is_bloc_scorer, is_crosswise, takes_place, is_with_bloc)
permission("scoring.view_crosswise", is_foreign_unit, follows_crosswise, is_crosswise)

permission("scoring.settle_missing", is_foreign_folder, settles, folder_takes_place)
permission("scoring.take_filed", is_foreign_folder, settles, folder_takes_place)

# Of one line (ScoreLine): who appraises it, who sends it back alone, and who then mends and answers it.
permission(
    "scoring.appraise_line",
    of_sheet(is_foreign_unit),
    appraises,
    of_sheet(takes_place),
    of_sheet(is_with_standing_body),
)
permission("scoring.return_line", of_sheet(is_foreign_unit), of_sheet(takes_place), holds_the_line)
permission("scoring.mend_self", of_sheet(is_of_unit), of_sheet(takes_place), of_sheet(is_under_way))
permission("scoring.answer_self", of_sheet(is_of_unit), of_sheet(is_head_of_unit), of_sheet(takes_place))
permission(
    "scoring.mend_bloc",
    of_sheet(is_foreign_unit),
    of_sheet(is_bloc_scorer),
    of_sheet(takes_place),
    of_sheet(is_with_standing_body),
)

permission("scoring.recompute", is_staff_of_authority, campaign_is_open)
permission("scoring.keep_midterm", keeps_midterm, midterm_is_open, is_before_final)
permission("scoring.record_votes", is_foreign_tie, may_record_votes, votes_are_open)
permission("scoring.view_appeals")
permission("scoring.open_appeal", is_of_unit, takes_place, is_contestable)
permission("scoring.send_appeal", is_of_unit, signs_appeals, takes_place, is_contestable)
permission("scoring.answer_appeal", is_foreign_unit, is_appraiser, takes_place)
