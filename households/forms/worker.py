"""The section of the archive form about the worker."""

from typing import Any, ClassVar

from households import codelists
from households.forms.sections import IDENTITY_HELP, PersonForm, money_fields
from households.models import Member


class WorkerForm(PersonForm):
    """The worker that the archive is made for."""

    key, title, of_worker = "worker", "职工本人", True
    wide = ("workplace",)
    labels_here: ClassVar[dict[str, str]] = {
        "position": "工作状态",
        "workplace": "工作单位",
        "monthly_income": "本人月平均收入（元）",
        "contract_on": "劳动合同签订时间",
    }

    class Meta:
        model = Member
        fields = (
            "name",
            "identity_no",
            "sex",
            "birth_date",
            "ethnicity",
            "politics",
            "marriage",
            "hukou",
            "phone",
            "other_contact",
            "health",
            "insurance",
            "disability",
            "disability_grade",
            "position",
            "model_worker",
            "workplace",
            "workplace_kind",
            "workplace_state",
            "industry",
            "started_work_on",
            "monthly_income",
            "contract_on",
            "contract_term",
            "union_card_no",
        )
        field_classes = money_fields("monthly_income")
        help_texts = {"identity_no": IDENTITY_HELP, "position": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity_no"].required = True
        self.fields["position"].choices = [("", "未填"), *codelists.WORKER_POSITION]  # type: ignore[attr-defined]
