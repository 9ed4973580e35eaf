"""The days of grievances that everybody has from the start; no source of the unions gives them [INF]."""

import datetime
from typing import Any

from audits.grievances.enums import GrievanceCategory

FROM = datetime.date(2017, 1, 1)
SOURCE = "推定，尚无依据，请按本地规定登记"
# Working days to answer, to extend once, to appeal in, to answer an appeal.
DAYS = {
    GrievanceCategory.RESULT: (15, 10, 15, 15),
    GrievanceCategory.FUNDS: (10, 5, 15, 15),
    GrievanceCategory.HELP: (10, 5, 15, 15),
    GrievanceCategory.CONDUCT: (15, 10, 15, 15),
    GrievanceCategory.NOTICE: (5, 5, 15, 10),
    GrievanceCategory.OTHER: (15, 10, 15, 15),
}
NAMES = ("answer_days", "extension_days", "appeal_days", "reanswer_days")


def ship_terms(union_model: Any, term_model: Any) -> None:
    """Enter the days of each category at the top of the tree, unless they stand there."""
    province = union_model.objects.filter(depth=1).first()
    for category, days in DAYS.items() if province else ():
        facts = {"source": SOURCE, **dict(zip(NAMES, days, strict=True))}
        own = {"union": province, "category": category, "valid_from": FROM}
        term_model.objects.get_or_create(**own, defaults=facts)
