"""What a bank answers to the file that it was handed, read out of the zip as a bank reads it."""

import io

import pyzipper
from django.core.files.uploadedfile import SimpleUploadedFile

PASSWORD = "Bench2026x"  # noqa: S105 -- of files that are thrown away
HEAD = ("流水号", "金额", "处理结果", "失败原因", "银行流水号", "入账日期")


def answer_to(zipped: bytes, *, failed: int) -> SimpleUploadedFile:
    """Return the result of a text file in the general layout: the last ``failed`` lines fail, all before are paid."""
    with pyzipper.AESZipFile(io.BytesIO(zipped)) as archive:
        archive.setpassword(PASSWORD.encode())
        (name,) = (name for name in archive.namelist() if not name.endswith("控制单.txt"))
        written = archive.read(name).decode("gb18030").splitlines()
    lines = [line.split("|") for line in written[1:-1]]  # between the head and the control total
    last_paid = len(lines) - failed
    rows = [_answer(line[0], line[3], at, paid=at < last_paid) for at, line in enumerate(lines)]
    text = "".join("|".join(row) + "\n" for row in [HEAD, *rows])
    return SimpleUploadedFile("回盘.txt", text.encode("gb18030"))


def _answer(key: str, amount: str, at: int, *, paid: bool) -> tuple[str, ...]:
    return (key, amount, "成功", "", f"ICBC{at:08d}", "") if paid else (key, amount, "失败", "户名不符", "", "")
