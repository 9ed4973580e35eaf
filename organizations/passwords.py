"""The password rule of the classified-protection checklists: three of four character classes (domain reference 9.2)."""

import re

from django.core.exceptions import ValidationError

CLASSES = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z\d]")
NEEDED = 3


class CharacterClasses:
    """Ask for three of: small letters, capitals, digits, other signs."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError when fewer than three classes occur."""
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < NEEDED:
            raise ValidationError("密码须包含大写字母、小写字母、数字、符号中的至少三类。", code="password_classes")

    def get_help_text(self) -> str:
        return "须包含大写字母、小写字母、数字、符号中的至少三类。"
