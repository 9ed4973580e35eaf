"""Which pages belong to an entry of the navigation, by their URL names."""

ARCHIVE_PAGES = (
    "household",
    "household_income",
    "household_eligibility",
    "veto_flag",
    "veto_override",
    "household_aid",
    "household_visits",
    "household_difficulties",
    "household_clear",
    "household_reviews",
    *(f"{subject}_apply" for subject in ("entry", "exit", "cancel", "change", "relief", "return")),
    "exit_check",
    "exit_check_record",
    "household_attachments",
    "household_timeline",
    "household_edit",
    "household_create",
    "aid_add",
    "aid_correct",
    "bill_add",
    "difficulty_add",
    "difficulty_edit",
    "difficulty_strike_off",
    "measure_add",
    "measure_edit",
    "measure_judge",
    "household_plan",
    "effects_judge",
)
TEMPLATE_PAGES = ("measure_template_create", "measure_template_edit")
LIST_PAGES = ("task_list", "task_lists_draw", "task_list_draw", "task_list_add", "task_list_edit")
RULE_PAGES = ("rule_set", "rule_set_copy", "rule_set_edit")
ITEM_PAGES = (
    "aid_item",
    "aid_item_create",
    "aid_item_edit",
    "item_rule",
    "item_rule_create",
    "item_rule_edit",
)
REVIEW_PAGES = ("review", "review_act", "reviews_batch")
PROCEDURE_PAGES = ("procedure", "procedure_edit", "procedure_publish", "step_add", "step_edit")
UNION_PAGES = ("union", "union_create", "union_edit", "union_move", "union_close")
ACCOUNT_PAGES = (
    "account",
    "account_create",
    "account_edit",
    "account_move",
    "account_deactivate",
    "account_reactivate",
    "account_reset_password",
    "role_assign",
    "token_issue",
)
POLICY_PAGES = ("policy", "policy_create", "policy_edit", "policy_supersede")
LAYOUT_PAGES = ("bank_layout", "bank_layout_create", "bank_layout_edit")
UNIT_PAGES = ("helping_unit_create", "helping_unit_edit")
STATION_PAGES = ("station_create", "station_edit")
RECHECK_PAGES = ("recheck", "recheck_create", "recheck_entries")
CAMPAIGN_PAGES = ("campaign", "campaign_create", "campaign_behind")
BATCH_PAGES = (
    *("batch", "batch_create", "batch_edit", "batch_cancel", "batch_add", "batch_add_workbook", "batch_stops"),
    *("batch_bank", "bank_result_check", "batch_handing"),
)
PAYMENT_PAGES = ("payment", "payment_edit", "payment_refund")
FUND_PAGES = ("fund", "fund_create", "fund_edit")
BUDGET_PAGES = ("budget", "budget_grant", "budget_move", "periods")
SERVICE_PAGES = (
    *("service", "service_create", "service_edit", "service_enrol", "service_complete", "service_placement"),
    *("service_sessions", "session_attendance", "session_edit", "service_outcomes"),
    *("service_charge", "charge_take_back"),
    *("service_counts", "service_counts_behind", "follow_ups_due", "follow_up", "enrolment_outcome"),
)
REQUEST_PAGES = ("aid_request", "aid_request_create", "aid_request_edit")
DRIVE_PAGES = (
    *("drive", "drive_create", "drive_edit", "drive_quotas", "drive_close"),
    *("drive_targets", "drive_targets_add"),
)
GRIEVANCE_PAGES = (
    *("grievance", "grievance_register", "grievance_act", "grievance_counts", "grievance_terms"),
    *("grievance_recode", "grievance_rectify"),
)
FIELD_PAGES = ("fieldwork_household", "fieldwork_form", "fieldwork_leave")
NOTICE_PAGES = (
    "notice",
    "notice_draw",
    "notice_edit",
    "notice_post",
    "notice_withdraw",
    "objections",
    "objection",
    "objection_enter",
)
RECTIFICATION_PAGES = (
    *("rectification", "rectification_send", "rectification_repeats"),
    *(f"rectification_{name}" for name in ("assign", "done", "verify", "back", "withdraw")),
)
VERIFICATION_PAGES = (
    *("verification", "verification_create", "verification_edit"),
    *("findings", "verification_findings", "finding", "finding_rectify", "verification_rectify"),
    *("verification_results", "verification_behind", "rate_standards"),
    *(f"finding_{name}" for name in ("decide", "settle", "contest")),
    "verification_pledge",
    *("verification_sample", "verification_proof", "verification_outside", "verification_assign", "verification_field"),
    *("verification_interviews", "interview_read", "verification_agreement"),
    *("questionnaires", "questionnaire", "question_add", "question_edit"),
)
SCORE_PAGES = (
    *("score_sheet", "score_sheet_create", "score_sheet_edit", "score_heading_add", "score_item_add"),
    *("score_item_edit", "score_results", "score_card", "score_card_self", "score_card_check"),
)
