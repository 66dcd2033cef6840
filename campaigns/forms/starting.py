"""From what a new campaign is begun."""

from typing import Any, cast

from django import forms

from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.prefills import models_for
from campaigns.queries.campaigns import blocs_for, possible_parents
from core.forms import PlainForm
from organizations.enums import Role


class CopyForm(PlainForm):
    """The campaign to copy, and the year it is copied to; ``models`` are those to choose from, by code."""

    tu = forms.ChoiceField(label="Phong trào làm mẫu")
    nam = forms.IntegerField(label="Sang năm", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.models = {one.code: one for one in models_for(user)}
        _offer(self, "tu", self.models)

    def clean_tu(self) -> Campaign:
        """The campaign of the code."""
        return self.models[self.cleaned_data["tu"]]


class BelowForm(PlainForm):
    """The campaign above, and the bloc whose plan it becomes; without a bloc it is the own authority's."""

    duoi = forms.ChoiceField(label="Phong trào cấp trên")
    khoi = forms.ModelChoiceField(
        Bloc.objects.none(),
        to_field_name="code",
        label="Kế hoạch của khối",
        required=False,
        empty_label="— phong trào của cơ quan tôi —",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parents = {one.code: one for one in possible_parents(user)}
        _offer(self, "duoi", self.parents)
        cast(forms.ModelChoiceField, self.fields["khoi"]).queryset = blocs_for(user.unit_ids(Role.STAFF))

    def clean_duoi(self) -> Campaign:
        """The campaign of the code."""
        return self.parents[self.cleaned_data["duoi"]]


def _offer(form: forms.Form, name: str, campaigns: dict[str, Campaign]) -> None:
    """Campaigns in a list: the years, what each is called, its title."""
    choices = [(code, f"{one.years} · {one.heading} · {one.title}") for code, one in campaigns.items()]
    cast(forms.ChoiceField, form.fields[name]).choices = choices
