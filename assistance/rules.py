"""What assistance says to those who may only read; who may work on a household is for ``households.rules.can_work``."""

WORKERS_ONLY = "帮扶记录、困难和措施由该户的帮扶干部或建档单位的经办人员登记；已结束的档案不能再登记。"
