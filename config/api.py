"""Table of contents of the API, version 1 (docs/api.md)."""

from assistance.api.aid import AidViewSet
from assistance.api.difficulties import DifficultyViewSet
from assistance.api.measures import MeasureViewSet
from assistance.api.payments import PaymentViewSet
from assistance.api.tasks import TaskViewSet
from audits.api.campaigns import CampaignViewSet
from audits.api.faults import FaultViewSet
from audits.api.findings import FindingViewSet
from audits.api.grievances import GrievanceViewSet
from audits.api.scores import ScoreViewSet
from audits.api.verifications import VerificationViewSet
from core.api import ApiRouter
from households.api.archives import ArchiveViewSet
from households.api.changes import ChangeViewSet
from pairing.api import VisitViewSet
from reports.api.indicators import IndicatorViewSet
from reports.api.registers import RegisterViewSet
from reviews.api import ReviewViewSet

router = ApiRouter()
router.register("archives", ArchiveViewSet, basename="api_archive")
router.register("visits", VisitViewSet, basename="api_visit")
router.register("difficulties", DifficultyViewSet, basename="api_difficulty")
router.register("measures", MeasureViewSet, basename="api_measure")
router.register("tasks", TaskViewSet, basename="api_task")
router.register("reviews", ReviewViewSet, basename="api_review")
router.register("payments", PaymentViewSet, basename="api_payment")
router.register("aid", AidViewSet, basename="api_aid")
router.register("registers", RegisterViewSet, basename="api_register")
router.register("indicators", IndicatorViewSet, basename="api_indicator")
router.register("changes", ChangeViewSet, basename="api_change")
router.register("campaigns", CampaignViewSet, basename="api_campaign")
router.register("verifications", VerificationViewSet, basename="api_verification")
router.register("findings", FindingViewSet, basename="api_finding")
router.register("faults", FaultViewSet, basename="api_fault")
router.register("grievances", GrievanceViewSet, basename="api_grievance")
router.register("scores", ScoreViewSet, basename="api_score")

urlpatterns = router.urls
