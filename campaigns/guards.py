"""What the database itself refuses about deadlines: the second guard behind the barrier (integrity C1, step 5; T6).

That a delivery in time was received before its deadline is a constraint of the model (delivery_late_iff_after_due).
"""

from core.guards import GUARDS, Guard, never_changed

GUARDS += [
    Guard(
        name="delivery_before_closing",
        table="campaigns_delivery",
        events=("INSERT", "UPDATE"),
        condition="NEW.days_late = 0 AND EXISTS (SELECT 1 FROM campaigns_closing AS closing "
        "WHERE closing.milestone_id = NEW.milestone_id AND closing.due_at = NEW.due_at)",
        sentence="Sổ của mốc thời hạn này đã khóa nên không ghi thêm hồ sơ đúng hạn được. Bản nháp được giữ nguyên.",
        about=("submission_id", "milestone_id", "due_at", "received_at", "days_late"),  # it is answered after closing
    ),
    Guard(
        name="delivery_late_refused",
        table="campaigns_delivery",
        events=("INSERT",),
        condition="NEW.days_late > 0 AND EXISTS (SELECT 1 FROM campaigns_milestone AS milestone "
        "WHERE milestone.id = NEW.milestone_id AND NOT milestone.accepts_late)",
        sentence="Mốc thời hạn này không nhận hồ sơ nộp quá hạn. Bản nháp được giữ nguyên.",
    ),
    never_changed("campaigns_closing", "Sổ đã khóa của một mốc thời hạn không sửa, không xóa được."),
    never_changed("campaigns_receipt", "Biên nhận đã cấp không sửa, không xóa được."),
]
