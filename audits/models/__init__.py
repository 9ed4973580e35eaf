"""What the audits keep of each household."""

from audits.models.agency_changes import AgencyChange
from audits.models.campaign import Campaign, CampaignCorrection, CampaignDay, CampaignTarget
from audits.models.clear import ClearConfirmation, ClearState
from audits.models.exits import ExitCheck, ExitFinding, ExitRule
from audits.models.faultcounts import FaultCount
from audits.models.findings import Contest, VerificationFinding
from audits.models.grievance_log import GrievanceFile, GrievanceStep, GrievanceTerm
from audits.models.grievances import Grievance
from audits.models.household_reviews import HouseholdReview
from audits.models.interviews import Interview, InterviewPhoto
from audits.models.monitoring import Monitoring
from audits.models.pledges import SeedPledge
from audits.models.quality import Fault, FaultDay, PlantedFault, QualityRun, Waiver
from audits.models.questionnaires import Question, Questionnaire
from audits.models.rates import RateStandard
from audits.models.recheck import Recheck, RecheckEntry
from audits.models.rectification import FindingPaper, Rectification, RectificationStep
from audits.models.reverification import Reverification
from audits.models.reviewfeed import ToldReview
from audits.models.scorecards import Mark, MarkPaper, ScoreCard
from audits.models.scores import ScoreItem, ScoreSheet
from audits.models.verification import OutsideHousehold, PopulationUnit, SampleUnit, Stratum, Verification

__all__ = [
    "AgencyChange",
    "Campaign",
    "CampaignCorrection",
    "CampaignDay",
    "CampaignTarget",
    "ClearConfirmation",
    "ClearState",
    "Contest",
    "ExitCheck",
    "ExitFinding",
    "ExitRule",
    "Fault",
    "FaultCount",
    "FaultDay",
    "FindingPaper",
    "Grievance",
    "GrievanceFile",
    "GrievanceStep",
    "GrievanceTerm",
    "HouseholdReview",
    "Interview",
    "InterviewPhoto",
    "Mark",
    "MarkPaper",
    "Monitoring",
    "OutsideHousehold",
    "PlantedFault",
    "PopulationUnit",
    "QualityRun",
    "Question",
    "Questionnaire",
    "RateStandard",
    "Recheck",
    "RecheckEntry",
    "Rectification",
    "RectificationStep",
    "Reverification",
    "SampleUnit",
    "ScoreCard",
    "ScoreItem",
    "ScoreSheet",
    "SeedPledge",
    "Stratum",
    "ToldReview",
    "Verification",
    "VerificationFinding",
    "Waiver",
]
