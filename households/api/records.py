"""Archives, people and surveys as JSON: codes with their words, numbers masked unless they were asked for."""

from collections.abc import Callable
from typing import Any

from rest_framework.serializers import (
    BooleanField,
    CharField,
    DecimalField,
    ModelSerializer,
    SerializerMethodField,
    SlugRelatedField,
)

from core import masking
from households.clearmask import SHORT_NAMES, is_clear_in
from households.models import Household, IncomeLine, IncomeSurvey, Member
from organizations.enums import Number

MASKS: dict[str, tuple[Number, Callable[[str], str]]] = {
    "identity_no": (Number.IDENTITY, masking.mask_identity_no),
    "phone": (Number.PHONE, masking.mask_phone),
    "other_contact": (Number.PHONE, masking.mask_phone),
    "card_no": (Number.CARD, masking.mask_card),
}


class MaskedSerializer(ModelSerializer):
    """Masks personal numbers, but for the kinds of the context's ``full``."""

    def to_representation(self, row: Any) -> dict[str, Any]:
        """Return the row with its numbers masked."""
        data = super().to_representation(row)
        full = self.context.get("full", frozenset())
        for name, (number, mask) in MASKS.items():
            if name in data and number not in full:
                data[name] = mask(data[name])
        return data


class LineSerializer(ModelSerializer):
    """A line of a survey."""

    kind_name = CharField(source="get_kind_display", read_only=True, label="项目名称")

    class Meta:
        model = IncomeLine
        fields = ("kind", "kind_name", "amount", "note")


class SurveySerializer(ModelSerializer):
    """A survey with its lines, its figure and the standard of that day."""

    lines = LineSerializer(many=True, read_only=True)
    income = DecimalField(max_digits=12, decimal_places=2, read_only=True, label="收入合计")
    rigid = DecimalField(max_digits=12, decimal_places=2, read_only=True, label="刚性支出合计")

    class Meta:
        model = IncomeSurvey
        fields = (
            *("id", "period_start", "period_end", "persons", "income", "rigid", "per_head", "standard"),
            *("standard_source", "rule_version", "report_no", "surveyed_on", "surveyor", "remark", "lines"),
        )


class MemberSerializer(MaskedSerializer):
    """A person of the household; ``departed_on`` is set for one who has left."""

    relation_name = CharField(source="get_relation_display", read_only=True, label="关系名称")

    class Meta:
        model = Member
        fields = (
            *("id", "relation", "relation_name", "name", "identity_no", "sex", "birth_date", "ethnicity", "politics"),
            *("marriage", "hukou", "health", "disability", "disability_grade", "insurance", "position"),
            *("model_worker", "monthly_income", "phone", "other_contact", "workplace", "workplace_kind"),
            *("workplace_state", "industry", "started_work_on", "contract_on", "contract_term", "union_card_no"),
            *("education", "school_year", "school_length", "remark", "departed_on", "departed_why"),
        )


class ArchiveSerializer(MaskedSerializer):
    """An archive as the list shows it."""

    name = CharField(source="head_name", read_only=True, label="职工姓名")
    union: Any = SlugRelatedField("code", read_only=True, label="建档单位代码")
    union_name = CharField(source="union.name", read_only=True, label="建档单位")
    status_name = CharField(source="get_status_display", read_only=True, label="状态名称")
    level_name = CharField(source="get_level_display", read_only=True, label="建档标准名称")
    category_name = CharField(source="get_category_display", read_only=True, label="困难类别名称")
    main_cause_name = CharField(source="get_main_cause_display", read_only=True, label="主要致困原因名称")
    not_clear = SerializerMethodField(label="六清中不清的项目")

    class Meta:
        model = Household
        fields: tuple[str, ...] = (
            *("archive_no", "name", "union", "union_name", "status", "status_name", "level", "level_name"),
            *("category", "category_name", "main_cause", "main_cause_name", "filed_on", "persons", "per_head"),
            *("work_unit", "cadre_names", "not_clear", "updated_at"),
        )

    def get_not_clear(self, household: Household) -> list[str] | None:
        """Name the items that are not clear; null while nothing was computed."""
        mask = household.clear_mask
        if mask is None:
            return None
        return [name for number, name in enumerate(SHORT_NAMES, 1) if not is_clear_in(mask, number)]


class ArchiveDetailSerializer(ArchiveSerializer):
    """An archive with everything that its form states, its people and its surveys."""

    members = MemberSerializer(many=True, read_only=True, label="职工本人和家庭成员")
    surveys = SurveySerializer(many=True, read_only=True, label="家庭收支调查")
    is_open = BooleanField(read_only=True, label="是否在册")
    previous: Any = SlugRelatedField("archive_no", read_only=True, allow_null=True, label="上一份档案")

    class Meta(ArchiveSerializer.Meta):
        fields = (
            *ArchiveSerializer.Meta.fields,
            *("is_open", "rule_version", "relieved_on", "taper_until", "taper_aid", "previous", "hukou_division"),
            *("address", "postcode", "housing", "floor_area", "is_single_parent", "can_help_itself", "is_jobless"),
            *("is_migrant", "has_low_income_aid", "is_relief_target", "key_group", "relief_way", "other_income"),
            *("annual_income", "stated_per_head", "secondary_causes", "other_cause", "cause_text", "bank"),
            *("bank_branch", "card_no", "remark", "created_at", "members", "surveys"),
        )
