"""Code lists of unions, government departments, roles and access log."""

from django.db import models


class UnionKind(models.TextChoices):
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "州市"
    INDUSTRY = "industry", "产业（系统）"
    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇（街道）"
    GRASSROOTS = "grassroots", "基层工会"


# Unions of a division of the land, whose code is the division code.
DIVISION_KINDS = frozenset({UnionKind.PROVINCE, UnionKind.PREFECTURE, UnionKind.COUNTY})
# What may be created below what (domain reference 0.3).
KINDS_BELOW = {
    UnionKind.PROVINCE: (UnionKind.PREFECTURE, UnionKind.INDUSTRY, UnionKind.GRASSROOTS),
    UnionKind.PREFECTURE: (UnionKind.COUNTY, UnionKind.INDUSTRY, UnionKind.GRASSROOTS),
    UnionKind.INDUSTRY: (UnionKind.GRASSROOTS,),
    UnionKind.COUNTY: (UnionKind.TOWNSHIP, UnionKind.GRASSROOTS),
    UnionKind.TOWNSHIP: (UnionKind.GRASSROOTS,),
    UnionKind.GRASSROOTS: (UnionKind.GRASSROOTS,),
}


class Department(models.TextChoices):
    """The eight departments that share the work (domain reference 7.4)."""

    UNION = "union", "总工会"
    EDUCATION = "education", "教育"
    CIVIL_AFFAIRS = "civil_affairs", "民政"
    FINANCE = "finance", "财政"
    HUMAN_RESOURCES = "human_resources", "人社"
    HOUSING = "housing", "住建"
    HEALTH = "health", "卫健"
    MEDICAL_INSURANCE = "medical_insurance", "医保"


class Role(models.TextChoices):
    CADRE = "cadre", "帮扶干部"
    OFFICER = "officer", "经办"
    REVIEWER = "reviewer", "审核"
    APPROVER = "approver", "审批"
    FINANCE = "finance", "财务"
    REGISTRAR = "registrar", "档案统计"
    LIAISON = "liaison", "部门联络员"
    ASSESSOR = "assessor", "第三方核查员"
    SYSTEM_ADMIN = "sysadmin", "系统管理员"
    SECURITY_ADMIN = "secadmin", "安全管理员"
    AUDIT_ADMIN = "auditadmin", "审计管理员"


# Roles that see every household of their union and its subtree.
SUBTREE_ROLES = frozenset({Role.OFFICER, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.REGISTRAR})
# The three separated administrators: each excludes every other role, and none sees business data.
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# People of government departments and of third parties, who decide nothing for the union.
OUTSIDE_ROLES = frozenset({Role.LIAISON, Role.ASSESSOR})


class Number(models.TextChoices):
    """The personal numbers that are masked until somebody asks for one."""

    IDENTITY = "identity", "身份证号"
    PHONE = "phone", "手机号码"
    CARD = "card", "银行卡号"


# Who may ask for which number in full, each time with a log line.
REVEALING_ROLES = {
    Number.IDENTITY: frozenset({Role.OFFICER, Role.REVIEWER, Role.APPROVER, Role.FINANCE}),
    Number.PHONE: frozenset({Role.CADRE, Role.OFFICER, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.REGISTRAR}),
    Number.CARD: frozenset({Role.OFFICER, Role.APPROVER, Role.FINANCE}),
}
# Who does the work of a union's office: takes in and prepares, checks, decides.
OFFICE_ROLES = frozenset({Role.OFFICER, Role.REVIEWER, Role.APPROVER})
# Who confirms the six-clear of a household: its own cadre, or an officer above it.
CONFIRMING_ROLES = frozenset({Role.CADRE, Role.OFFICER})
# Who checks what officers and cadres have entered or confirmed, and decides; never who enters it.
CHECKING_ROLES = frozenset({Role.REVIEWER, Role.APPROVER})
# Whose prints carry full numbers, since the paper goes into the signed file.
PRINTING_ROLES = OFFICE_ROLES


class ApiScope(models.TextChoices):
    """What a token of the API may be used for, within what the roles of its account allow."""

    ARCHIVES_READ = "archives:read", "读取档案"
    ARCHIVES_WRITE = "archives:write", "新建和修改档案"
    VISITS_READ = "visits:read", "读取走访"
    VISITS_WRITE = "visits:write", "登记走访"
    DIFFICULTIES_READ = "difficulties:read", "读取需求"
    DIFFICULTIES_WRITE = "difficulties:write", "登记需求"
    MEASURES_READ = "measures:read", "读取措施"
    MEASURES_WRITE = "measures:write", "制定措施"
    TASKS_READ = "tasks:read", "读取部门任务"
    TASKS_WRITE = "tasks:write", "答复部门任务"
    REVIEWS_READ = "reviews:read", "读取审核"
    REVIEWS_WRITE = "reviews:write", "办理审核"
    PAYMENTS_READ = "payments:read", "读取发放明细"
    AID_READ = "aid:read", "读取已享受帮扶"
    REGISTERS_READ = "registers:read", "读取报表"
    INDICATORS_READ = "indicators:read", "读取统计指标"
    CAMPAIGNS_READ = "campaigns:read", "读取专项行动"
    VERIFICATIONS_READ = "verifications:read", "读取第三方核查"
    FAULTS_READ = "faults:read", "读取数据问题"
    GRIEVANCES_READ = "grievances:read", "读取信访统计"
    SCORES_READ = "scores:read", "读取考核"
    CHANGES_READ = "changes:read", "读取变更记录"
    REVEAL = "reveal", "读取完整号码"


class AccessVerb(models.TextChoices):
    VIEW = "view", "查看"
    REVEAL = "reveal", "查看完整号码"
    CALL = "call", "拨打电话"
    PRINT = "print", "打印"
    EXPORT = "export", "导出"
    IMPORT = "import", "导入"
    DOWNLOAD = "download", "下载附件"
    LOGIN = "login", "登录"
    LOGIN_FAILED = "login_failed", "登录失败"
    LOGOUT = "logout", "退出"
    ADMIN = "admin", "账号与组织管理"
