"""Addresses of scoring tables, score sheets and rankings."""

from django.urls import path

from scoring.views import appeals, citations, insight, rankings, recomputation, sheets, tables

app_name = "scoring"
urlpatterns = [
    path("", sheets.sheet_list, name="list"),
    path("don-vi/<int:pk>/mo/", sheets.open_sheet, name="open"),
    path("dong/<int:pk>/", sheets.save_line, name="line"),
    path("dong/<int:pk>/minh-chung/", citations.cite, name="cite"),
    path("bang/<int:pk>/", tables.table, name="table"),
    path("bang/<int:pk>/chot/", tables.freeze, name="freeze"),
    path("xep-hang/<slug:code>/", rankings.ranking, name="ranking"),
    path("xep-hang/<slug:code>/cong-bo/", rankings.publish, name="publish"),
    path("xep-hang/<slug:code>/<slug:unit>/vi-sao/", insight.why, name="why"),
    path("xep-hang/<slug:code>/<slug:bloc>/ban-do-diem/", insight.heat_map, name="heat"),
    path("xep-hang/<slug:code>/<slug:bloc>/excel/", insight.workbook, name="ranking_workbook"),
    path("xep-hang/<slug:code>/<slug:bloc>/thu-doi-diem/", insight.what_if, name="what_if"),
    path("xep-hang/<slug:code>/<slug:bloc>/soi-diem/", insight.look_closely, name="integrity"),
    path("xep-hang/<slug:code>/phieu-suy-ton/", rankings.record_votes, name="votes"),
    path("xep-hang/<slug:code>/so-ket/", rankings.keep_midterm, name="midterm"),
    path("xep-hang/<slug:code>/<slug:bloc>/tep-kiem-chung/", rankings.ranking_file, name="ranking_file"),
    path("xep-hang/<slug:code>/kien-nghi/", appeals.appeal_list, name="appeals"),
    path("kien-nghi/<uuid:pk>/", appeals.appeal, name="appeal"),
    path("dong/<int:pk>/kien-nghi/", appeals.open_appeal, name="open_appeal"),
    path("tinh-lai/<slug:code>/", recomputation.start, name="recompute"),
    path("tinh-lai/<slug:code>/tien-do/", recomputation.progress, name="recomputation"),
    path("<uuid:pk>/", sheets.sheet, name="sheet"),
    path("<uuid:pk>/so-lieu-moi/", sheets.refresh, name="refresh"),
    path("<uuid:pk>/lay-diem/", sheets.take_over, name="take_over"),
    path("<uuid:pk>/nop/", sheets.submit, name="submit"),
    path("<uuid:pk>/xac-nhan/", sheets.confirm, name="confirm"),
    path("<uuid:pk>/tham-dinh/", sheets.appraise, name="appraise"),
    path("<uuid:pk>/tra-lai/", sheets.return_, name="return_"),
]
