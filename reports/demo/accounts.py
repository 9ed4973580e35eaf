"""The demo accounts: one for each role, with one password that the start prints."""

import datetime
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from organizations.enums import Department, Role
from organizations.models import Agency, Office, RoleAssignment, Union, User
from organizations.reference import PROVINCE
from reports.demo.places import COUNTY, ensure_works, works_code

PREFECTURE = "532500"
WORKS_CODE = works_code(COUNTY)
# Of an archive that the county files itself, one reviewer decides first and the other one second.
# (account, invented name, role, code of the union)
ACCOUNTS = (
    ("cadre", "普文清", Role.CADRE, COUNTY),
    ("works-officer", "朱厂办", Role.OFFICER, WORKS_CODE),
    ("works-reviewer", "段厂审", Role.REVIEWER, WORKS_CODE),
    ("county-officer", "李经办", Role.OFFICER, COUNTY),
    ("county-reviewer", "王审核", Role.REVIEWER, COUNTY),
    ("county-second", "孙复审", Role.REVIEWER, COUNTY),
    ("county-approver", "赵审批", Role.APPROVER, COUNTY),
    ("prefecture-officer", "何州办", Role.OFFICER, PREFECTURE),
    ("prefecture-reviewer", "方州审", Role.REVIEWER, PREFECTURE),
    ("prefecture-approver", "白审批", Role.APPROVER, PREFECTURE),
    ("prefecture-registrar", "陶统计", Role.REGISTRAR, PREFECTURE),
    ("finance", "钱财务", Role.FINANCE, PREFECTURE),
    ("liaison", "马联络", Role.LIAISON, COUNTY),
    ("liaison-medical", "白联络", Role.LIAISON, COUNTY),
    ("assessor", "周核查", Role.ASSESSOR, PREFECTURE),
    ("assessor-second", "吴核查", Role.ASSESSOR, PREFECTURE),
    ("province", "杨省级", Role.OFFICER, PROVINCE),
    ("province-approver", "宋省批", Role.APPROVER, PROVINCE),
    ("sysadmin", "系统员", Role.SYSTEM_ADMIN, PROVINCE),
    ("secadmin", "安全员", Role.SECURITY_ADMIN, PROVINCE),
    ("auditadmin", "审计员", Role.AUDIT_ADMIN, PROVINCE),
)
OFFICES = {
    "liaison": (Department.HUMAN_RESOURCES, "建水县人力资源和社会保障局"),
    "liaison-medical": (Department.MEDICAL_INSURANCE, "建水县医疗保障局"),
}
AGENCY = "示例社会调查有限公司（演示）"
NAMES = [account[0] for account in ACCOUNTS]
HELD, LASTS = datetime.timedelta(days=400), datetime.timedelta(days=365)  # what the demo's past needs, and from now on


def password() -> str:
    """Return DEMO_PASSWORD, or one made once and kept in APP_HOME for its owner's eyes only."""
    if settings.DEMO_PASSWORD:
        return settings.DEMO_PASSWORD
    kept = Path(settings.APP_HOME) / "demo-password"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"Honghe-{secrets.token_hex(4)}")
    return kept.read_text().strip()


@transaction.atomic
def ensure_accounts() -> None:
    """Make the demo accounts, or bring password and roles of those that exist up to date."""
    secret = encoded(password())
    ensure_works(COUNTY)
    for username, name, role, code in ACCOUNTS:
        union = Union.objects.get(code=code)
        user, _made = User.objects.get_or_create(username=username, defaults={"name": name, "union": union})
        user.password = secret
        user.must_change_password, user.password_changed_at = False, timezone.now()
        if role == Role.ASSESSOR:
            user.agency = Agency.objects.get_or_create(name=AGENCY)[0]
        user.save(update_fields=["password", "must_change_password", "password_changed_at", "agency"])
        _ensure_role(user, role, union)


def encoded(secret: str) -> str:
    """Return the password as it is stored, the same for all accounts: hashing it for each would slow every start."""
    kept = User.objects.filter(username__in=NAMES).values_list("password", flat=True).first()
    return kept if kept and check_password(secret, kept) else make_password(secret)


def _ensure_role(user: User, role: Role, union: Union) -> None:
    today = timezone.localdate()
    place: dict[str, Union | Office] = {"union": union}
    if role == Role.LIAISON:
        department, name = OFFICES[user.username]
        kept = Office.objects.get_or_create(union=union, name=name, defaults={"department": department})
        place = {"office": kept[0]}
    if not user.role_assignments.valid_on(today).filter(role=role).exists():
        RoleAssignment.objects.create(user=user, role=role, valid_from=today - HELD, expires_on=today + LASTS, **place)


def greeting() -> str:
    """Return the table of demo accounts that the start prints; empty where there are none."""
    users = {user.username: user for user in User.objects.filter(username__in=NAMES).select_related("union")}
    if not users:
        return ""
    rows = [
        f"  {username:<22}{role.label} · {users[username].union}"
        for username, _name, role, _code in ACCOUNTS
        if username in users
    ]
    return "\n".join([f"演示账号（密码 {password()}）：", *rows])
