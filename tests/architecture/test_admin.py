"""Every list, form and search of the admin opens for an admin, and for nobody else."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories.everything import busy_world

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def people(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return busy_world().province.everybody()


def pages_of(model, request):
    """List, search, form of a new one (where one may be made) and of an old one."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listing = reverse(f"{name}_changelist")
    yield listing
    if admin.site._registry[model].search_fields:
        yield f"{listing}?q=dong"
    if admin.site._registry[model].has_add_permission(request):
        yield reverse(f"{name}_add")
    if (one := model.objects.first()) is not None:
        yield reverse(f"{name}_change", args=[one.pk])


def test_admin_pages_open_for_an_admin(people, sign_in, rf):
    client = sign_in(people["admin"])
    request = rf.get("/quan-tri/")
    request.user = people["admin"]
    pages = ["/quan-tri/", *(page for model in REGISTERED for page in pages_of(model, request))]
    assert {page: status for page in pages if (status := client.get(page).status_code) != 200} == {}


@pytest.mark.parametrize("who", ["staff", "head", "leader"])
def test_admin_is_closed_to_others(people, sign_in, who):
    response = sign_in(people[who]).get("/quan-tri/")
    assert (response.status_code, response["Location"]) == (302, "/quan-tri/login/?next=/quan-tri/")


def test_gallery_of_components_opens(client):
    assert client.get("/ui/").status_code == 200
