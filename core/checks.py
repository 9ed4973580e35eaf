"""System checks: each missing system library is named, with what to install."""

import ctypes.util
import shutil
import subprocess

from django.core.checks import CheckMessage, Error, Warning, register

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
