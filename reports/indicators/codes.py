"""The kinds of events that are counted, and the tables they come from."""

from django.db import models


class Source(models.TextChoices):
    """Where events come from; a month of one source is counted anew without the others."""

    LIFE = "life", "档案状态变动"
    VISIT = "visit", "走访记录"
    NEED = "need", "困难问题"
    MEASURE = "measure", "帮扶措施"
    TASK = "task", "部门任务"


class Code(models.TextChoices):
    """What happened."""

    NEW = "new", "新增入档"
    BACK = "back", "返困入档"
    EXITED = "exited", "脱困"
    CANCELLED = "cancelled", "注销"
    PUT_IN = "put_in", "调入类别"
    TAKEN_OUT = "taken_out", "调出类别"
    HOME_VISIT = "home_visit", "入户走访"
    CALL = "call", "电话和其他联系"
    NEED = "need", "梳理需求"
    STRUCK_OFF = "struck_off", "销号"
    SOLVED = "solved", "部门解决"
    MEASURE = "measure", "制定措施"
    TASK = "task", "交办部门任务"
    ARRIVED = "arrived", "任务到位"


SOURCE_OF = {
    **dict.fromkeys((Code.NEW, Code.BACK, Code.EXITED, Code.CANCELLED, Code.PUT_IN, Code.TAKEN_OUT), Source.LIFE),
    **dict.fromkeys((Code.HOME_VISIT, Code.CALL), Source.VISIT),
    **dict.fromkeys((Code.NEED, Code.STRUCK_OFF, Code.SOLVED), Source.NEED),
    Code.MEASURE: Source.MEASURE,
    **dict.fromkeys((Code.TASK, Code.ARRIVED), Source.TASK),
}
# What comes onto the file and what leaves it; the stock is their difference.
COMES = (Code.NEW, Code.BACK, Code.PUT_IN)
LEAVES = (Code.EXITED, Code.CANCELLED, Code.TAKEN_OUT)
