"""The last look at what is about to be made public: nothing that names a person's number, home or illness gets through.

A handler masks by rule what its lines say. This looks at the finished words once more, whoever wrote them, and refuses
the notice with the name of the field rather than print a number that somebody typed where a name belongs.
"""

import re
import unicodedata
from collections.abc import Mapping

from core.errors import DomainError

# What may stand between the digits of one number: anything that is no letter, such as blanks, dashes, invisible signs.
BETWEEN = re.compile(r"(?<=[\d*xX])(?:[^\w*]|_)+(?=[\d*])")
# A number whose eight digits of birth are written as a day; days are taken out before long numbers are looked for.
DATED_IDENTITY = re.compile(
    r"(?<!\d)\d{6}(?:[^\w*]|_)*(?:19|20)\d{2}(?:\W|_|年)*\d{1,2}(?:\W|_|月)*\d{1,2}(?:\W|_|日)*\d{3}[\dXx](?![\d*])"
)
DAY = re.compile(
    r"(?:19|20)\d{2}[-./年](?:0?[1-9]|1[0-2])[-./月](?:0?[1-9]|[12]\d|3[01])(?!\d)日?"
    r"|(?<!\d)(?:19|20)\d{2}\s*[-–—~]\s*(?:19|20)\d{2}(?!\d)"
)
AMOUNT = re.compile(r"(?<![\d*.,])\d{1,3}(?:,\d{3})*(?:\.\d{1,2})?(?=\s*元)")
LONG_NUMBER = re.compile(r"\d[\d*]{6,}[xX]?")
SPOKEN = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
IDENTITY = re.compile(r"\d{6}[\d*]{8}[\d*]{3}[\dXx*]|\d{15}")
PHONE = re.compile(r"1[3-9][\d*]{9}")
DOOR = re.compile(r"[\d一二三四五六七八九十百]+\s*(?:号(?!井|矿|线|院区)|栋|幢|单元|室|弄)")
ILLNESS = re.compile(
    r"癌|瘤|尿毒|白血病|精神(?:病|分裂|障碍)|抑郁|肝炎|[甲乙丙丁戊]肝|肝硬化|糖尿|血友|透析|瘫痪|艾滋|HIV|梅毒|结核|帕金森|阿尔茨海默|心梗"
    r"|脑梗|中风|冠心病",
    re.IGNORECASE,
)
# A place of work that treats an illness is no illness of whoever works there.
TREATING = re.compile(rf"(?:{ILLNESS.pattern})[^\d，。；]{{0,4}}?(?:医院|医疗|防治|预防|疾控|研究|疗养|康复|卫生|中心)")
# Headings under which no notice says anything.
NEVER = re.compile(r"身份证|证件|电话|手机|卡号|账号|住址|地址|门牌|病种|诊断|病史|出生|子女|儿童")


def refuse_personal(values: Mapping[str, str], *, whose: str) -> None:
    """Raise DomainError, with the field in words, when one line of a notice says what must not be made public."""
    for heading, text in values.items():
        if why := personal_in(text, heading):
            raise DomainError(
                f"第 {whose} 项的“{heading}”{why}，按规定不得公示，公示没有生成。请在档案中改正后重新拟定。",
                field="reviews",
            )


def refuse_personal_text(text: str, *, label: str, field: str) -> None:
    """Raise DomainError when what somebody typed for a notice, such as its title, holds a personal number."""
    if why := number_in(text):
        raise DomainError(f"“{label}”{why}，按规定不得公示，请删去。", field=field)


def personal_in(text: str, heading: str = "") -> str:
    """Say what personal thing stands in the text of a field; "" for nothing."""
    if NEVER.search(heading):
        return "属于个人信息"
    if why := number_in(text):
        return why
    plain = unicodedata.normalize("NFKC", text)
    if heading != "单位" and DOOR.search(plain):
        return "含有乡镇（街道）以下的住址"
    words = re.sub(r"\s+", "", plain)
    if ILLNESS.search(TREATING.sub("", words) if heading == "单位" else words):
        return "含有具体病种"
    return ""


def number_in(text: str) -> str:
    """Say what kind of number stands in a text, however it is spaced or written; "" for none."""
    digits = _plain_digits(text)
    if DATED_IDENTITY.search(digits):
        return "含有身份证号"
    plain = AMOUNT.sub(" 元", DAY.sub(" 日 ", digits))
    found = LONG_NUMBER.search(BETWEEN.sub("", plain))
    if found is None:
        return ""
    number = found.group()
    if PHONE.fullmatch(number):
        return "含有手机号码"
    if IDENTITY.fullmatch(number):
        return "含有身份证号"
    return "含有银行卡号" if len(number) >= 16 else "含有疑似证件、电话或账号的数字"


def _plain_digits(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("＊", "*").replace("×", "*").replace("•", "*").replace("●", "*")
    digits = "".join(_digit(character) for character in plain)
    return re.sub("[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7,}", lambda run: run.group().translate(SPOKEN), digits)


def _digit(character: str) -> str:
    value = unicodedata.digit(character, -1)
    return character if value < 0 else str(value)
