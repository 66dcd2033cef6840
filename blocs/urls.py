"""Addresses of the blocs."""

from django.urls import path

from blocs import views

app_name = "blocs"
urlpatterns = [
    path("", views.bloc_list, name="list"),
    path("<slug:code>/", views.bloc_detail, name="detail"),
]
