"""In the admin the campaign of the documents may be corrected until it is launched; then nothing moves quietly."""

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from organizations.enums import Role
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import person


def test_admin_only_looks_at_a_launched_campaign(province, at, sign_in):
    at("2020-12-24 09:00")
    campaign = launched_campaign(province)
    admin = sign_in(person("quantri", province.authority, Role.ADMIN))
    address = f"/quan-tri/campaigns/campaign/{campaign.pk}/change/"
    shown = admin.get(address).content.decode()
    assert ('name="title"' in shown, 'name="_save"' in shown) == (False, False)
    assert admin.post(address, {"title": "Đổi lén"}).status_code == 403
    assert admin.post(f"/quan-tri/campaigns/campaign/{campaign.pk}/delete/").status_code == 403


def test_admin_corrects_a_draft(province, at, sign_in):
    at("2020-12-24 09:00")
    campaign = launched_campaign(province)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.DRAFT)
    admin = sign_in(person("quantri", province.authority, Role.ADMIN))
    shown = admin.get(f"/quan-tri/campaigns/campaign/{campaign.pk}/change/").content.decode()
    assert 'name="title"' in shown
