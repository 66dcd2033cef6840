"""Addresses of campaigns and of what units do in them."""

from django.urls import path

from campaigns.views import (
    assignment_files,
    assignments,
    campaigns,
    deadlines,
    directive,
    files,
    folders,
    followup,
    reminders,
    starting,
    submissions,
)

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.campaign_list, name="list"),
    path("tao/", starting.choose, name="create"),
    path("tao/doc-van-ban/", directive.read, name="read"),
    path("tao/doi-chieu/", directive.compare, name="compare"),
    path("tao/nhap-tay/", starting.write, name="write"),
    path("ho-so/<uuid:pk>/", submissions.submission, name="submission"),
    path("ho-so/<uuid:pk>/luu/", submissions.autosave, name="autosave"),
    path("ho-so/<uuid:pk>/nop/", submissions.submit, name="submit"),
    path("ho-so/<uuid:pk>/duyet/", submissions.accept, name="accept"),
    path("ho-so/<uuid:pk>/tra-lai/", submissions.send_back, name="send_back"),
    path("bien-nhan/<str:code>/", submissions.receipt, name="receipt"),
    path("don-vi/<int:pk>/", folders.folder, name="folder"),
    path("don-vi/<int:pk>/so-lieu/", folders.figures, name="figures"),
    path("don-vi/<int:pk>/minh-chung/", folders.evidence_add, name="evidence_add"),
    path("don-vi/<int:pk>/soan/<str:kind>/", submissions.begin, name="begin"),
    path("minh-chung/<uuid:pk>/", folders.evidence, name="evidence"),
    path("<slug:code>/", campaigns.detail, name="detail"),
    path("<slug:code>/sua/", campaigns.edit, name="edit"),
    path("<slug:code>/phat-dong/", campaigns.launch, name="launch"),
    path("<slug:code>/ket-thuc/", campaigns.close, name="close"),
    path("<slug:code>/gia-han/", deadlines.extensions, name="extensions"),
    path("<slug:code>/gia-han/de-nghi/", deadlines.request_extension, name="request_extension"),
    path("<slug:code>/gia-han/su-co/", deadlines.incident, name="incident"),
    path("<slug:code>/gia-han/<int:pk>/duyet/", deadlines.grant, name="grant_extension"),
    path("<slug:code>/gia-han/<int:pk>/tu-choi/", deadlines.refuse, name="refuse_extension"),
    path("<slug:code>/giao-chi-tieu/", assignments.assign, name="assign"),
    path("<slug:code>/giao-chi-tieu/tai-ve/", assignment_files.download, name="assign_download"),
    path("<slug:code>/giao-chi-tieu/nhap/", assignment_files.upload, name="assign_upload"),
    path("<slug:code>/van-ban/", files.attach, name="attach"),
    path("<slug:code>/van-ban/<int:pk>/", files.open_file, name="file"),
    path("<slug:code>/theo-doi/", followup.follow_up, name="follow_up"),
    path("<slug:code>/nhac/<int:pk>/", reminders.history, name="reminders"),
    path("<slug:code>/nhac/<int:pk>/them/", reminders.remind, name="remind"),
]
