"""Table of contents of the API, version 1 (docs/guide/campaign.md)."""

from audits.api import CampaignViewSet
from core.api import ApiRouter

router = ApiRouter()
router.register("campaigns", CampaignViewSet, basename="api_campaign")

urlpatterns = router.urls
