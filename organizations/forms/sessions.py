"""Logging in, and changing one's password."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from core.forms import TidyForm


class LoginForm(TidyForm, AuthenticationForm):
    """User name and password; what is wrong is said without telling which of the two."""

    error_messages = {
        "invalid_login": "账号或密码不正确，请核对后重新输入。连续 {limit} 次不正确，账号将锁定 {minutes} 分钟。",
        "inactive": "该账号已停用，请联系本级系统管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        for name in ("username", "password"):
            self.fields[name].widget.attrs["class"] += " form-control-lg"

    def clean_username(self) -> str:
        """Write the user name in small letters: phones begin with a capital, and accounts have none."""
        name = self.cleaned_data["username"].strip().lower()
        if len(name) > self.fields["username"].max_length:  # type: ignore[attr-defined]
            raise self.get_invalid_login_error()  # longer than any account, and than what is kept of mistakes
        return name

    def get_invalid_login_error(self) -> ValidationError:
        """Say how many mistakes lock the account, and for how long."""
        facts = {"limit": settings.AXES_FAILURE_LIMIT, "minutes": round(settings.AXES_COOLOFF_TIME * 60)}
        return ValidationError(self.error_messages["invalid_login"].format(**facts), code="invalid_login")


class NewPasswordForm(TidyForm, PasswordChangeForm):
    """The old password once, the new one twice; the new one must be another."""

    error_messages = {
        "password_incorrect": "原密码不正确，请重新输入。",
        "password_mismatch": "两次输入的新密码不一致，请重新输入。",
        "password_same": "新密码不能与原密码相同，请换一个。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少 8 位，包含大写字母、小写字母、数字、符号中的三类。"
        self.fields["new_password2"].label = "再次输入新密码"
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        """Refuse the password that is being replaced."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(self.error_messages["password_same"], code="password_same")
        return password
