"""The form that adds files to an archive."""

from typing import Any

from django import forms

from core.files import MAX_BYTES
from core.forms import TidyForm
from households.enums import AttachmentKind

AT_ONCE = 20


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files in one field; each is judged by its content when it is attached."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, or say that there are none or too many."""
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise forms.ValidationError("请选择要上传的文件。", code="required")
        if len(files) > AT_ONCE:
            raise forms.ValidationError(f"一次最多上传 {AT_ONCE} 个文件，请分几次上传。")
        return files


class AttachmentForm(TidyForm, forms.Form):
    """What kind of paper it is, what it is called, and its pages."""

    kind = forms.ChoiceField(label="附件类型", choices=[("", "请选择"), *AttachmentKind.choices])
    title = forms.CharField(label="附件名称", max_length=120, required=False, help_text="留空则用文件名。")
    papers = SeveralFilesField(
        label="文件",
        help_text=f"JPG、PNG 图片或 PDF，每个不超过 {MAX_BYTES // 1024 // 1024} MB，可一次选多个。",
        widget=SeveralFilesInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
