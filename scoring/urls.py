"""Addresses of scoring tables, score sheets and rankings."""

from django.urls import path

from scoring.views import citations, crosswise, missing, rankings, returns, sheet_files, sheets, tables

app_name = "scoring"
urlpatterns = [
    path("", sheets.sheet_list, name="list"),
    path("don-vi/<int:pk>/mo/", sheets.open_sheet, name="open"),
    path("don-vi/<int:pk>/khong-nop/", missing.settle, name="settle_missing"),
    path("dong/<int:pk>/", sheets.save_line, name="line"),
    path("dong/<int:pk>/minh-chung/", citations.cite, name="cite"),
    path("dong/<int:pk>/tra-lai/", returns.return_line, name="return_line"),
    path("dong/<int:pk>/tra-loi/", returns.answer_line, name="answer_line"),
    path("bang/<int:pk>/", tables.table, name="table"),
    path("bang/<int:pk>/chot/", tables.freeze, name="freeze"),
    path("xep-hang/<slug:code>/", rankings.ranking, name="ranking"),
    path("xep-hang/<slug:code>/cong-bo/", rankings.publish, name="publish"),
    path("<uuid:pk>/", sheets.sheet, name="sheet"),
    path("<uuid:pk>/cham-cheo/", crosswise.cross, name="cross"),
    path("<uuid:pk>/cham-cheo/lay-diem/", crosswise.cross_take, name="cross_take"),
    path("<uuid:pk>/cham-cheo/gui/", crosswise.cross_give, name="cross_give"),
    path("<uuid:pk>/phieu-cheo/", crosswise.cross_board, name="cross_board"),
    path("<uuid:pk>/so-lieu-moi/", sheets.refresh, name="refresh"),
    path("<uuid:pk>/lay-diem/", sheets.take_over, name="take_over"),
    path("<uuid:pk>/excel/", sheet_files.download, name="sheet_download"),
    path("<uuid:pk>/excel/nhap/", sheet_files.upload, name="sheet_upload"),
    path("<uuid:pk>/nop/", sheets.submit, name="submit"),
    path("<uuid:pk>/xac-nhan/", sheets.confirm, name="confirm"),
    path("<uuid:pk>/tham-dinh/", sheets.appraise, name="appraise"),
    path("<uuid:pk>/tra-lai/", sheets.return_, name="return_"),
]
