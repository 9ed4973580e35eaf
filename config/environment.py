"""Reading settings from the environment: what makes no sense stops the start with a message."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool = False) -> bool:
    """Read 0 or 1 from the environment."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def number(name: str, default: int, low: int, high: int) -> int:
    """Read a whole number within bounds from the environment."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return int(value)


def secret_key(home: Path) -> str:
    """Return SECRET_KEY, or the one kept in the home, made on the first start."""
    if key := os.environ.get("SECRET_KEY"):
        if len(key) < 32:
            raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters")
        return key
    file = home / "secret-key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        # Linked into place whole, so that of two first starts at once both read the same key.
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(48))
        draft.chmod(0o600)
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def directory(name: str) -> str:
    """Read an absolute path, or nothing: a relative one would be another wherever a process is started."""
    value = os.environ.get(name, "")
    if value and not Path(value).is_absolute():
        raise ImproperlyConfigured(f"{name} must be an absolute path, not {value!r}")
    return value
