"""How far a single application has come."""

from django.db import models


class RequestStatus(models.TextChoices):
    """How far a single application (单户申请) has come; paid is what its line says."""

    UNDER_REVIEW = "under_review", "审核中"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
