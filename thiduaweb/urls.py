"""The addresses of the product: readable Vietnamese without accents. A view without a door stops the start."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from campaigns.views import calendar, filing
from core import views as core
from core.doors import guarded
from reports.views.worklist import worklist
from thiduaweb.demo import login_context

admin.site.site_header = admin.site.site_title = "Quản trị hệ thống thi đua"
admin.site.index_title = "Danh mục và dữ liệu"

PUBLIC = {
    "healthz": "asked by machines; says nothing but whether the process lives",
    "readyz": "asked by machines; names parts of the system, no data",
    "session": "says whether one is signed in, nothing else",
    "login": "the way in",
    "logout": "the way out",
    "calendar_feed": "asked by calendar programs, which cannot sign in; the signed address is the key",
    "receipt_check": "whoever holds a paper receipt may ask whether it is real; nothing else is told",
    "receipt_proof": "the same, as the QR code of a receipt opens it",
    "admin:": "the admin has its own door: is_staff",
}

patterns = [
    path("", worklist, name="root"),
    path("ban-lam-viec/", worklist, name="home"),
    path("phong-trao/", include("campaigns.urls")),
    path("khoi/", include("blocs.urls")),
    path("cham-diem/", include("scoring.urls")),
    path("khen-thuong/", include("awards.urls")),
    path("bao-cao/", include("reports.urls")),
    path("hop-thu/", include("organizations.urls")),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/dia-chi/", calendar.address, name="calendar_address"),
    path("lich/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("kiem-tra/", filing.check, name="receipt_check"),
    path("kiem-tra/<str:code>/", filing.check, name="receipt_proof"),
    path("ngay-gia-dinh/", core.assumed_date, name="assumed_date"),
    path("dang-nhap/", LoginView.as_view(extra_context=login_context, redirect_authenticated_user=True), name="login"),
    path("dang-xuat/", LogoutView.as_view(), name="logout"),
    path("quan-tri/", admin.site.urls),
    path("healthz", core.healthz, name="healthz"),
    path("readyz", core.readyz, name="readyz"),
    path("phien/", core.session, name="session"),
]
if settings.DEBUG or settings.TESTING:
    patterns.append(path("ui/", core.gallery, name="ui"))
    PUBLIC["ui"] = "the gallery of components, only in development and tests"

urlpatterns = guarded(patterns, public=PUBLIC)
