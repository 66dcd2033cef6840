"""Addresses of the inbox."""

from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/mo/", views.open_notice, name="open_notice"),
]
