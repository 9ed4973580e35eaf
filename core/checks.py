"""System checks: each missing system library is named, with what to install."""

import ctypes.util
import shutil
import subprocess
from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

LIBRARIES = [
    ("pango-1.0", "libpango-1.0-0", "户户清表册等 PDF 无法生成", Error),
    ("pangoft2-1.0", "libpangoft2-1.0-0", "户户清表册等 PDF 无法生成", Error),
    ("harfbuzz", "libharfbuzz0b", "户户清表册等 PDF 无法生成", Error),
    ("harfbuzz-subset", "libharfbuzz-subset0", "字体子集化要慢约 40 倍（每册 8 秒，而非 0.2 秒）", Warning),
]


@register()
def system_libraries(**kwargs: object) -> list[CheckMessage]:
    """Name each shared library that PDF output needs and this machine lacks."""
    return [
        level(f"缺少系统库 {library}：{effect}。", hint=f"apt-get install {package}", id=f"core.{library}")
        for library, package, effect, level in LIBRARIES
        if ctypes.util.find_library(library) is None
    ]


@register()
def chinese_fonts(**kwargs: object) -> list[CheckMessage]:
    """Warn when no Chinese font is installed, since every printed form would show empty boxes."""
    if (command := shutil.which("fc-list")) is None:
        return [Warning("无法检查中文字体：缺少 fc-list。", hint="apt-get install fontconfig", id="core.fontconfig")]
    found = subprocess.run([command, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    if found.stdout.strip():
        return []
    return [Warning("没有安装中文字体，打印件会出现方框。", hint="apt-get install fonts-noto-cjk", id="core.fonts")]


@register(Tags.database)
def discreet_database(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Warn when the database writes failed statements, and the rows in their way, into a log of its own."""
    return [
        Warning(
            "数据库把出错的语句连同姓名、身份证号等全部内容写进它自己的日志。",
            hint="按 docs/deployment.md 由数据库管理员设置 log_min_error_statement 和 log_error_verbosity。",
            id="core.database_log",
        )
        for alias in databases or []
        if _logs_of(alias) != ("panic", "terse")
    ]


def _logs_of(alias: str) -> tuple[str, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting('log_min_error_statement'), current_setting('log_error_verbosity')")
        return tuple(cursor.fetchone())
