"""The form of a bank's layout: its columns one below the other, and where in a result stands what."""

from typing import Any

from django import forms

from assistance.actions.bank.layouts import FACTS
from assistance.bank.layouts import (
    ENCODINGS,
    FIELDS,
    HEADING,
    MOST_COLUMNS,
    RESULT_FIELDS,
    RESULT_NEEDED,
    SEPARATORS,
    words_of,
)
from assistance.bank.rules import unions_to_keep_layouts_for
from assistance.models import BankLayout
from core.forms import TidyForm
from households.history import values_of, version_of
from organizations.choosing import UnionChoice
from organizations.models import User

USUAL_SLOTS, SPARE_SLOTS = 10, 4
WORDS = {"paid_words": "表示成功的字样", "failed_words": "表示失败的字样"}
WORDS_HELP = {
    "paid_words": "几个字样用顿号分开，如 成功、交易成功、00。",
    "failed_words": "填写后，既不是成功也不是失败的字样（如处理中）一律不入账；不填则其他字样都作失败。",
}


class LayoutForm(TidyForm, forms.ModelForm):
    """How a bank wants its file and gives it back; carries the version that was on the screen (``seen``)."""

    encoding = forms.ChoiceField(label="编码", choices=list(ENCODINGS.items()))
    separator = forms.ChoiceField(label="分隔符", choices=list(SEPARATORS.items()))

    class Meta:
        model = BankLayout
        fields = ("name", "bank", "union", "kind", "encoding", "separator", "total_at", "has_head", "note")
        help_texts = {
            "union": "本级及所有下级工会都可选用。",
            "total_at": "笔数和总金额另有控制单随文件一起导出；银行要求写在文件内的，选择位置。",
            "has_head": "回盘文件也按此读取；首行不是列名的，回盘各列填写列号。",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = unions_to_keep_layouts_for(user)
        self.fields["union"] = UnionChoice(places, label="适用范围", empty_label=None)
        self.fields["union"].widget.attrs["class"] = "form-select"
        self.fields["union"].help_text = self.Meta.help_texts["union"]
        if not self.instance.pk:
            self.initial.update(union=places.first(), encoding="gb18030", separator="|")
        self._add_columns()
        self._add_result()
        # Of the layout on file: what is typed gets into the instance when the form is cleaned.
        self.version = version_of(values_of(self.instance, FACTS)) if self.instance.pk else ""
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    @property
    def slots(self) -> list[tuple[Any, Any]]:
        """The pairs of fields for the columns, in order."""
        return [(self[f"heading_{n}"], self[f"field_{n}"]) for n in range(self.count)]

    @property
    def result_fields(self) -> list[Any]:
        return [self[name] for name in (*(f"result_{name}" for name in RESULT_FIELDS), *WORDS)]

    @property
    def own_fields(self) -> list[Any]:
        return [self[name] for name in self.Meta.fields]

    @property
    def facts(self) -> dict[str, Any]:
        """What the form states, as columns of a layout."""
        said = self.cleaned_data
        columns = [[said[f"heading_{n}"], said[f"field_{n}"]] for n in range(self.count) if said[f"field_{n}"]]
        result = {name: said[f"result_{name}"] for name in RESULT_FIELDS if said[f"result_{name}"]}
        words = {name: words_of(said[name]) for name in WORDS}
        own = {name: said[name] for name in self.Meta.fields}
        return {**own, **words, "columns": columns, "result_columns": result}

    def _add_columns(self) -> None:
        standing = self.instance.columns or []
        self.count = min(max(USUAL_SLOTS, len(standing) + SPARE_SLOTS), MOST_COLUMNS)
        for n in range(self.count):
            heading, field = standing[n] if n < len(standing) else ("", "")
            self._add(f"heading_{n}", forms.CharField(label=f"第 {n + 1} 列列名", max_length=HEADING), heading)
            choices = [("", "不使用"), *FIELDS.items()]
            self._add(f"field_{n}", forms.ChoiceField(label=f"第 {n + 1} 列内容", choices=choices), field)

    def _add_result(self) -> None:
        for name, label in RESULT_FIELDS.items():
            field = forms.CharField(label=label, max_length=HEADING)
            self._add(f"result_{name}", field, self.instance.result_columns.get(name, ""), name in RESULT_NEEDED)
        for name, label in WORDS.items():
            field = forms.CharField(label=label, max_length=200, help_text=WORDS_HELP[name])
            self._add(name, field, "、".join(getattr(self.instance, name)), name == "paid_words")

    def _add(self, name: str, field: forms.Field, initial: str, required: bool = False) -> None:
        field.required = required
        field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
        self.fields[name], self.initial[name] = field, initial
