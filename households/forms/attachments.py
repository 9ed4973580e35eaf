"""The form that adds files to an archive."""

from typing import Any

from django import forms

from core.files import MAX_BYTES
from core.forms import TidyForm
from households.enums import AttachmentKind

AT_ONCE = 20
ACCEPTED = "image/jpeg,image/png,application/pdf"
EACH = f"JPG、PNG 图片或 PDF，每个不超过 {MAX_BYTES // 1024 // 1024} MB"
HELP = f"{EACH}，可一次选多个。"


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files in one field; each is judged by its content when it is attached."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, or say that there are too many, or none where some are required."""
        files = data if isinstance(data, list) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > AT_ONCE:
            raise forms.ValidationError(f"一次最多上传 {AT_ONCE} 个文件，请分几次上传。")
        return files


def papers_field(*, label: str, required: bool = True, help_text: str = HELP) -> SeveralFilesField:
    """Make a field for several papers or photos of them."""
    widget = SeveralFilesInput(attrs={"accept": ACCEPTED})
    return SeveralFilesField(label=label, required=required, help_text=help_text, widget=widget)


class AttachmentForm(TidyForm, forms.Form):
    """What kind of paper it is, what it is called, and its pages."""

    kind = forms.ChoiceField(label="附件类型", choices=[("", "请选择"), *AttachmentKind.choices])
    title = forms.CharField(label="附件名称", max_length=120, required=False, help_text="留空则用文件名。")
    papers = papers_field(label="文件")
