"""From what a new campaign is begun."""

from typing import Any, cast

from django import forms

from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.prefills import models_for
from campaigns.queries.campaigns import blocs_for, possible_parents
from core.forms import PlainForm
from organizations.enums import Role


class ModelField(forms.ModelChoiceField):
    """A campaign in a list: its year, what it is called, its title."""

    def label_from_instance(self, campaign: Any) -> str:
        """For example "2021 · Chương trình số 273/CTr-UBND · Phát động phong trào …"."""
        return f"{campaign.years} · {campaign.heading} · {campaign.title}"


class CopyForm(PlainForm):
    """The campaign to copy, and the year it is copied to."""

    tu = ModelField(Campaign.objects.none(), to_field_name="code", label="Phong trào làm mẫu", empty_label=None)
    nam = forms.IntegerField(label="Sang năm", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["tu"]).queryset = models_for(user)


class BelowForm(PlainForm):
    """The campaign above, and the bloc whose plan it becomes; without a bloc it is the own authority's."""

    duoi = ModelField(Campaign.objects.none(), to_field_name="code", label="Phong trào cấp trên", empty_label=None)
    khoi = forms.ModelChoiceField(
        Bloc.objects.none(),
        to_field_name="code",
        label="Kế hoạch của khối",
        required=False,
        empty_label="— phong trào của cơ quan tôi —",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["duoi"]).queryset = possible_parents(user)
        cast(forms.ModelChoiceField, self.fields["khoi"]).queryset = blocs_for(user.unit_ids(Role.STAFF))
