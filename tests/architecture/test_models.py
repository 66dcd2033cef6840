"""Habits of all models: said in a docstring, who beside when, people protected, no floats, one door for reading."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from core.workflow import Workflow
from tests.architecture.test_workflows import TABLES
from tests.support.project import FLOORS

OURS = sorted(
    (model for model in apps.get_models() if model._meta.app_label in FLOORS), key=lambda model: model._meta.label
)
# Names that begin with a capital because they are names.
PROPER = ("SHA-256", "URL", "Excel", "PDF")
# Models with a workflow that nobody reaches by itself: the page of another object shows them.
READ_THROUGH_ANOTHER = {
    "scoring.ScoringTable": "whoever may look at the campaign may look at its tables (scoring.queries.tables)",
}


@pytest.fixture(params=OURS, ids=lambda model: model._meta.label)
def model(request):
    return request.param


def fields_in(condition):
    """The field names in a check's condition."""
    if isinstance(condition, models.Q):
        return {name for child in condition.children for name in fields_in(child)}
    return {condition[0].split("__")[0]}


def test_every_model_says_what_one_row_is(model):
    assert (model.__doc__ or "").strip()
    assert not model.__doc__.startswith(f"{model.__name__}(")


def test_who_stands_beside_when(model):
    """``x_at`` and ``x_by`` of the same act are both set or both empty; a constraint says so, or neither is null."""
    fields = {field.name: field for field in model._meta.get_fields() if hasattr(field, "attname")}
    checks = [fields_in(one.condition) for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    loose = [
        name
        for name, field in fields.items()
        if name.endswith("_at")
        and (by := fields.get(f"{name[:-3]}_by"))
        and (field.null or by.null)
        and not any({name, by.name} <= check for check in checks)
    ]
    assert loose == []


def test_people_are_protected(model):
    people = [field for field in model._meta.concrete_fields if field.related_model and is_person(field.related_model)]
    assert [field.name for field in people if field.remote_field.on_delete is not models.PROTECT] == []


def is_person(related):
    return related._meta.label == settings.AUTH_USER_MODEL


def test_figures_are_exact(model):
    assert [field.name for field in model._meta.concrete_fields if isinstance(field, models.FloatField)] == []


def test_names_are_vietnamese_and_begin_small(model):
    meta = model._meta
    named = [meta.verbose_name, meta.verbose_name_plural]
    named += [field.verbose_name for field in own_fields(model)]
    capitals = [str(name) for name in named if str(name)[:1].isupper() and not str(name).startswith(PROPER)]
    assert capitals == []


def test_names_are_given(model):
    assert [field.name for field in own_fields(model) if field.verbose_name == field.name.replace("_", " ")] == []
    assert model._meta.original_attrs.get("verbose_name")


def own_fields(model):
    """The columns that this model names itself; Django's user brings its own along."""
    django = {
        field.name
        for base in model.__mro__
        if "django" in base.__module__
        for field in getattr(getattr(base, "_meta", None), "local_fields", [])
    }
    return [
        field
        for field in model._meta.local_concrete_fields
        if not (field.primary_key or field.is_relation or field.name in django)
    ]


def test_saving_is_left_alone(model):
    assert [name for name in ("save", "delete", "full_clean") if name in vars(model)] == []


def test_constraints_speak_to_people(model):
    default = models.CheckConstraint(condition=models.Q(pk=0), name="any").violation_error_message
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    assert [one.name for one in checks if one.violation_error_message in (None, default)] == []


@pytest.mark.parametrize("label", sorted(TABLES))
def test_every_workflow_belongs_to_a_model_that_says_who_sees_it(label):
    table: Workflow = TABLES[label]
    floor = label.split(".")[0]
    mine = [
        model
        for model in OURS
        if model._meta.app_label == floor
        and any(
            field.choices and set(table.states) == {key for key, _ in field.choices} for field in state_fields(model)
        )
    ]
    assert mine != []
    hidden = [
        model._meta.label
        for model in mine
        if not hasattr(model.objects.all(), "visible_to") and model._meta.label not in READ_THROUGH_ANOTHER
    ]
    assert hidden == []


def state_fields(model):
    return [field for field in model._meta.concrete_fields if field.name == "state"]
