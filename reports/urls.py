"""Addresses of the reports floor (the worklist has its own, thiduaweb/urls.py)."""

from django.urls import path

from reports.views import documents

app_name = "reports"
urlpatterns = [
    path("", documents.document_list, name="list"),
    path("lap/<slug:code>/<slug:bloc>/", documents.request_report, name="request"),
    path("<uuid:pk>/", documents.detail, name="detail"),
    path("<uuid:pk>/tien-do/", documents.progress, name="progress"),
    path("<uuid:pk>/tai-ve/", documents.download, name="download"),
]
