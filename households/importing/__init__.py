"""Loading archive workbooks: reading, checking, planning and writing, household by household.

``engine`` leads; each app adds the parts that it owns (``registry``). Rules and examples: docs/algorithms/import.md.
"""

from households.importing.archive import ArchivePart
from households.importing.difficulties import DifficultyPart
from households.importing.people import PeoplePart
from households.importing.registry import register
from households.importing.surveys import SurveyPart

register(ArchivePart(), PeoplePart(), SurveyPart(), DifficultyPart())
