"""Addresses of the awards floor."""

from django.urls import path

from awards import views

app_name = "awards"
urlpatterns = [
    path("", views.campaign_list, name="list"),
    path("giai/<int:pk>/", views.choose, name="choose"),
    path("de-nghi/<int:pk>/khong-xet/", views.drop, name="drop"),
    path("<slug:code>/", views.detail, name="detail"),
    path("<slug:code>/co-cau/", views.structure, name="structure"),
    path("<slug:code>/de-cu/", views.nominate, name="nominate"),
    path("<slug:code>/dong-hang/<int:contest>/", views.settle, name="settle"),
    path("<slug:code>/trinh/", views.propose, name="propose"),
    path("<slug:code>/quyet-dinh/", views.decide, name="decide"),
    path("<slug:code>/trao/", views.award, name="award"),
]
