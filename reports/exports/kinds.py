"""Which jobs hand out data rather than print papers: for their files a purpose is asked."""

from assistance.payments.jobs import LINES_JOB

EXPORT = "export"
ASKED = frozenset({EXPORT, LINES_JOB})
PURPOSES = (
    "向上级工会报送",
    "会议和领导参阅",
    "核查核对数据",
    "与部门交换数据",
    "公示张贴",
    "留存归档",
    "其他",
)
OTHER = PURPOSES[-1]
