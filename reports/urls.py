"""Addresses of the reports floor (the worklist has its own, thiduaweb/urls.py)."""

from django.urls import path

from reports.views import bloc_texts, documents

app_name = "reports"
urlpatterns = [
    path("", documents.document_list, name="list"),
    path("ho-so/<uuid:pk>/", documents.request_of_submission, name="request_of_submission"),
    path("khoi/<slug:code>/<slug:bloc>/bien-ban-binh-xet/lap/", documents.request_minutes, name="request_minutes"),
    path("khoi/<slug:code>/<slug:bloc>/<slug:report>/", bloc_texts.write, name="bloc_texts"),
    path("khoi/<slug:code>/<slug:bloc>/<slug:report>/luu/", bloc_texts.autosave, name="autosave_bloc_texts"),
    path("khoi/<slug:code>/<slug:bloc>/<slug:report>/lap/", documents.request_report, name="request"),
    path("khoi/<slug:code>/<slug:bloc>/<slug:report>/excel/", documents.results_workbook, name="results_workbook"),
    path("<uuid:pk>/", documents.detail, name="detail"),
    path("<uuid:pk>/tien-do/", documents.progress, name="progress"),
    path("<uuid:pk>/tai-ve/", documents.download, name="download"),
]
