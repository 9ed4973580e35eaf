"""Table of contents of the API, version 1 (docs/api.md)."""

from audits.api import CampaignViewSet
from core.api import ApiRouter
from households.api.archives import ArchiveViewSet
from households.api.changes import ChangeViewSet
from pairing.api import VisitViewSet

router = ApiRouter()
router.register("archives", ArchiveViewSet, basename="api_archive")
router.register("visits", VisitViewSet, basename="api_visit")
router.register("changes", ChangeViewSet, basename="api_change")
router.register("campaigns", CampaignViewSet, basename="api_campaign")

urlpatterns = router.urls
