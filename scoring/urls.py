"""Addresses of scoring tables, score sheets and rankings."""

from django.urls import path

from scoring.views import citations, rankings, sheets, table_editing, table_files, tables

app_name = "scoring"
urlpatterns = [
    path("", sheets.sheet_list, name="list"),
    path("don-vi/<int:pk>/mo/", sheets.open_sheet, name="open"),
    path("dong/<int:pk>/", sheets.save_line, name="line"),
    path("dong/<int:pk>/minh-chung/", citations.cite, name="cite"),
    path("bang/<int:pk>/", tables.table, name="table"),
    path("bang/<int:pk>/lay-y-kien/", tables.propose, name="table_propose"),
    path("bang/<int:pk>/rut-lai/", tables.withdraw, name="table_withdraw"),
    path("bang/<int:pk>/tra-loi/", tables.answer, name="table_answer"),
    path("bang/<int:pk>/chot/", tables.freeze, name="freeze"),
    path("bang/<int:pk>/thay-doi/", tables.change, name="table_change"),
    path("bang/<int:pk>/thu-hang/", tables.rank_moves, name="table_moves"),
    path("bang/<int:pk>/soan/", table_editing.edit, name="table_edit"),
    path("bang/<int:pk>/thong-tin/", table_editing.settings, name="table_settings"),
    path("bang/<int:pk>/nhom-moi/", table_editing.add_group, name="group_add"),
    path("bang/<int:pk>/excel/", table_files.download, name="table_download"),
    path("bang/<int:pk>/nhap-excel/", table_files.upload, name="table_upload"),
    path("bang/nhom/<int:pk>/", table_editing.group, name="group"),
    path("bang/nhom/<int:pk>/xoa/", table_editing.delete_group, name="group_delete"),
    path("bang/nhom/<int:pk>/chuyen/", table_editing.move_group, name="group_move"),
    path("bang/nhom/<int:pk>/tieu-chi-moi/", table_editing.add_criterion, name="criterion_add"),
    path("bang/tieu-chi/<int:pk>/", table_editing.criterion, name="criterion"),
    path("bang/tieu-chi/<int:pk>/xoa/", table_editing.delete_criterion, name="criterion_delete"),
    path("bang/tieu-chi/<int:pk>/chuyen/", table_editing.move_criterion, name="criterion_move"),
    path("bang-tieu-chi/<slug:code>/", tables.table_list, name="tables"),
    path("bang-tieu-chi/<slug:code>/soan/", tables.start, name="table_start"),
    path("xep-hang/<slug:code>/", rankings.ranking, name="ranking"),
    path("xep-hang/<slug:code>/cong-bo/", rankings.publish, name="publish"),
    path("<uuid:pk>/", sheets.sheet, name="sheet"),
    path("<uuid:pk>/so-lieu-moi/", sheets.refresh, name="refresh"),
    path("<uuid:pk>/lay-diem/", sheets.take_over, name="take_over"),
    path("<uuid:pk>/nop/", sheets.submit, name="submit"),
    path("<uuid:pk>/xac-nhan/", sheets.confirm, name="confirm"),
    path("<uuid:pk>/tham-dinh/", sheets.appraise, name="appraise"),
    path("<uuid:pk>/tra-lai/", sheets.return_, name="return_"),
]
