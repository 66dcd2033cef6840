"""Who may do what in campaigns. Each predicate carries the sentence that a person reads when it says no."""

from typing import Any

from django.db.models import Q

from blocs.enums import BlocRole
from blocs.rules import office_seats
from campaigns.enums import CampaignState, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Evidence, Extension, Milestone, Participation, ProgressEntry, Submission
from campaigns.queries.addressees import addressed_to, answers_for, waits_for
from core.authz import any_of, permission, predicate
from organizations.enums import Role
from organizations.rules import is_staff_somewhere


@predicate("Chỉ chuyên viên của cơ quan phát động làm được việc này.")
def is_staff_of_authority(actor: Any, campaign: Campaign) -> bool:
    """Staff of the authority that launches the campaign, or of the campaign's own standing body."""
    return bool(campaign.offices & actor.unit_ids(Role.STAFF))


@predicate("Chỉ lãnh đạo của cơ quan phát động xem được.")
def is_leader_of_authority(actor: Any, campaign: Campaign) -> bool:
    """A leader of the authority or of the campaign's own standing body: looks, does not touch."""
    return bool(campaign.offices & actor.unit_ids(Role.LEADER))


@predicate("Chỉ văn phòng của Trưởng khối làm được việc này.")
def leads_a_bloc(actor: Any, campaign: Campaign) -> bool:
    """Works for the leader of one of the campaign's blocs (or of the bloc whose plan this is)."""
    leaders = office_seats(actor, BlocRole.LEADER).filter(year=campaign.year)
    return leaders.filter(Q(bloc=campaign.bloc_id) if campaign.bloc_id else Q(bloc__campaigns=campaign)).exists()


may_follow = any_of(
    is_staff_of_authority,
    is_leader_of_authority,
    leads_a_bloc,
    sentence="Chỉ cơ quan thường trực, lãnh đạo và Trưởng khối theo dõi được việc nộp của các đơn vị.",
)


may_press = any_of(
    is_staff_of_authority,
    leads_a_bloc,
    sentence="Chỉ cơ quan thường trực của phong trào và văn phòng Trưởng khối nhắc được các đơn vị.",
)


may_act_on_units = any_of(
    is_staff_of_authority,
    leads_a_bloc,
    sentence="Chỉ cơ quan thường trực của phong trào và văn phòng Trưởng khối trả lời, nhắc được các đơn vị.",
)


@predicate(may_press.sentence)
def may_press_for(actor: Any, milestone: Milestone) -> bool:
    """Staff of the campaign, or the office of a bloc's leader (which reaches its own members only)."""
    return may_press(actor, milestone.campaign)


@predicate(may_follow.sentence)
def may_follow_up(actor: Any, milestone: Milestone) -> bool:
    """Follows the campaign of the deadline."""
    return may_follow(actor, milestone.campaign)


@predicate("Phong trào không còn mở nên không nhắc các đơn vị nữa.")
def is_of_running_campaign(_actor: Any, milestone: Milestone) -> bool:
    """Its campaign is launched and not closed."""
    return milestone.campaign.state == CampaignState.LAUNCHED


@predicate("Phong trào không còn mở nên chỉ xem được, không trả lời, không nhắc các đơn vị nữa.")
def campaign_is_launched(_actor: Any, campaign: Campaign) -> bool:
    """Launched and not closed."""
    return campaign.state == CampaignState.LAUNCHED


@predicate("Chỉ sửa được khi phong trào còn đang soạn.")
def campaign_is_draft(_actor: Any, campaign: Campaign) -> bool:
    """Not yet launched."""
    return campaign.state == CampaignState.DRAFT


@predicate("Phong trào đã kết thúc nên chỉ còn xem được.")
def campaign_is_open(_actor: Any, campaign: Campaign) -> bool:
    """Launched and not closed."""
    return campaign.state in (CampaignState.DRAFT, CampaignState.LAUNCHED)


@predicate("Chỉ gia hạn được khi phong trào đang phát động.")
def campaign_runs(_actor: Any, campaign: Campaign) -> bool:
    """Launched and not closed."""
    return campaign.state == CampaignState.LAUNCHED


@predicate(is_staff_of_authority.sentence)
def is_staff_of_its_authority(actor: Any, extension: Extension) -> bool:
    """Staff of those who run the campaign."""
    return is_staff_of_authority(actor, extension.milestone.campaign)


@predicate("Người duyệt gia hạn phải khác người đề nghị; hãy để chuyên viên thứ hai duyệt.")
def is_second_person(actor: Any, extension: Extension) -> bool:
    """Not who asked for it (integrity T4)."""
    return extension.requested_by_id != actor.pk


@predicate(
    "Bạn thuộc đơn vị này nên không được đề nghị hoặc duyệt gia hạn cho chính đơn vị mình; hãy để người khác làm."
)
def is_for_foreign_unit(actor: Any, extension: Extension) -> bool:
    """Nobody puts off a deadline for the own unit; for all units together it may be done."""
    return extension.unit_id is None or extension.unit_id not in actor.unit_ids()


@predicate(campaign_runs.sentence)
def its_campaign_runs(_actor: Any, extension: Extension) -> bool:
    """Launched and not closed."""
    return campaign_runs(_actor, extension.milestone.campaign)


permission("campaigns.view_extensions", is_staff_of_authority)
permission("campaigns.extend", is_staff_of_authority, campaign_runs)
permission("campaigns.request_extension", is_staff_of_its_authority, is_for_foreign_unit, its_campaign_runs)
permission(
    "campaigns.decide_extension", is_staff_of_its_authority, is_second_person, is_for_foreign_unit, its_campaign_runs
)
permission("campaigns.list")
permission("campaigns.view")
permission("campaigns.create", is_staff_somewhere)
permission("campaigns.edit", is_staff_of_authority, campaign_is_draft)
permission("campaigns.launch", is_staff_of_authority)
permission("campaigns.close", is_staff_of_authority)
permission("campaigns.follow_up", may_follow)
permission("campaigns.act_on_units", may_act_on_units, campaign_is_launched)
permission("campaigns.read_reminders", may_follow_up)
permission("campaigns.remind", may_press_for, is_of_running_campaign)
permission("campaigns.see_calendar")
permission("campaigns.keep_calendar_feed")


@predicate("Chỉ tiêu giao đặt ở phong trào của cơ quan phát động, không ở kế hoạch riêng của khối.")
def is_no_bloc_plan(_actor: Any, campaign: Campaign) -> bool:
    """Units register and report against the targets of the campaign that they take part in."""
    return campaign.bloc_id is None


permission("campaigns.assign", is_staff_of_authority, is_no_bloc_plan, campaign_is_open)
permission("campaigns.attach", is_staff_of_authority, campaign_is_open)
permission("campaigns.open_file")


@predicate("Chỉ người của đơn vị làm được việc này.")
def is_of_unit(actor: Any, participation: Participation) -> bool:
    """Officer or head of the unit."""
    return participation.unit_id in actor.unit_ids(Role.OFFICER, Role.HEAD)


@predicate("Phong trào đang không mở cho đơn vị ghi số liệu, nộp hồ sơ.")
def takes_place(_actor: Any, participation: Participation) -> bool:
    """The campaign is launched and not closed."""
    return participation.campaign.state == CampaignState.LAUNCHED


permission("campaigns.view_folder")
permission("campaigns.work_in_folder", is_of_unit, takes_place)


@predicate(is_of_unit.sentence)
def is_of_unit_of_figure(actor: Any, entry: ProgressEntry) -> bool:
    """Officer or head of the unit whose figure it is."""
    return is_of_unit(actor, entry.participation)


@predicate(takes_place.sentence)
def figures_are_taken(actor: Any, entry: ProgressEntry) -> bool:
    """The campaign is launched and not closed."""
    return takes_place(actor, entry.participation)


permission("campaigns.view_course")
permission("campaigns.correct_figure", is_of_unit_of_figure, figures_are_taken)


@predicate("Chỉ cán bộ, thủ trưởng của đơn vị soạn được hồ sơ này.")
def is_of_unit_of(actor: Any, submission: Submission) -> bool:
    """Officer or head of the unit whose submission it is."""
    return is_of_unit(actor, submission.participation)


@predicate("Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng.")
def is_head_of_unit_of(actor: Any, submission: Submission) -> bool:
    """The head signs and submits (domain.md, "Who uses it")."""
    return submission.participation.unit_id in actor.unit_ids(Role.HEAD)


@predicate("Hồ sơ đã nộp nên không sửa được nữa; muốn sửa, hãy đề nghị nơi nhận trả lại.")
def is_with_unit(_actor: Any, submission: Submission) -> bool:
    """It is the unit's turn: a draft, or returned."""
    return submission.state in (SubmissionState.DRAFT, SubmissionState.RETURNED)


@predicate("Phong trào đang không mở để nộp hồ sơ.")
def campaign_takes_place(_actor: Any, submission: Submission) -> bool:
    """The campaign is launched and not closed."""
    return submission.participation.campaign.state == CampaignState.LAUNCHED


@predicate(
    "Chỉ nơi nhận hồ sơ này (cơ quan thường trực, hoặc Trưởng khối nếu gửi Trưởng khối) duyệt hoặc trả lại được."
)
def is_of_an_addressee(actor: Any, submission: Submission) -> bool:
    """Of the office of one of those to whom it was sent (see ``queries.addressees``)."""
    return bool(answers_for(actor, submission.participation) & addressed_to(submission))


@predicate("Bạn thuộc đơn vị này nên không thể duyệt hồ sơ của chính đơn vị mình.")
def is_foreign_unit(actor: Any, submission: Submission) -> bool:
    """Nobody answers the own unit."""
    return submission.participation.unit_id not in actor.unit_ids()


@predicate("Hồ sơ chưa được nộp hoặc đã có trả lời.")
def waits_for_answer(actor: Any, submission: Submission) -> bool:
    """Filed, and not yet answered by those for whom the person answers."""
    return waits_for(submission, answers_for(actor, submission.participation))


@predicate(
    "Cơ quan thường trực đã duyệt hồ sơ này; muốn đơn vị sửa, hãy trao đổi với cơ quan thường trực. "
    "Trưởng khối vẫn ghi “Đã nhận” được."
)
def is_not_accepted_yet(_actor: Any, submission: Submission) -> bool:
    """What the standing body accepted, the bloc's leader takes too, but does not send back."""
    return submission.state != SubmissionState.ACCEPTED


@predicate("Phong trào đã kết thúc nên chỉ còn xem được.")
def campaign_still_answers(actor: Any, submission: Submission) -> bool:
    """What was filed is answered before the campaign ends, not after."""
    return campaign_takes_place(actor, submission)


@predicate("Bảng tự chấm được duyệt và trả lại ngay trên bảng điểm.")
def is_answered_here(_actor: Any, submission: Submission) -> bool:
    """Self-scores are answered on the score sheet."""
    return submission.kind != SubmissionKind.SELF_SCORE


@predicate("Chỉ thủ trưởng đơn vị trả lại được cho cán bộ soạn.")
def is_head_it_waits_for(actor: Any, submission: Submission) -> bool:
    """The head of its unit."""
    return is_head_of_unit_of(actor, submission)


@predicate("Hồ sơ không chờ ký: chưa được trình, hoặc đã trả lại cán bộ soạn.")
def is_presented(_actor: Any, submission: Submission) -> bool:
    """It lies before the head to be signed."""
    return submission.presented_at is not None


permission("campaigns.view_submission")
permission("campaigns.edit_submission", is_of_unit_of, campaign_takes_place, is_with_unit)
permission("campaigns.present", is_of_unit_of, campaign_takes_place, is_with_unit)
permission("campaigns.take_back", is_head_it_waits_for, campaign_takes_place, is_with_unit, is_presented)
permission("campaigns.submit", is_head_of_unit_of, campaign_takes_place)
ANSWERS_IT = (is_of_an_addressee, is_foreign_unit, is_answered_here, campaign_still_answers)
MAY_ANSWER = (*ANSWERS_IT, waits_for_answer)
permission("campaigns.reply", *ANSWERS_IT)  # whoever comes second is told who was first
permission("campaigns.answer", *MAY_ANSWER)
permission("campaigns.send_back", *MAY_ANSWER, is_not_accepted_yet)
permission("campaigns.view_receipt")


permission("campaigns.open_evidence")  # whoever finds it through visible_to


@predicate(is_of_unit.sentence)
def is_own_evidence(actor: Any, evidence: Evidence) -> bool:
    """Officer or head of the unit whose document it is."""
    return is_of_unit(actor, evidence.participation)


@predicate(takes_place.sentence)
def its_folder_takes_place(actor: Any, evidence: Evidence) -> bool:
    """The campaign is launched and not closed."""
    return takes_place(actor, evidence.participation)


permission("campaigns.keep_evidence", is_own_evidence, its_folder_takes_place)
