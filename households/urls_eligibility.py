"""URLs of the identification rules and of what they find, by noun."""

from django.urls import path

from households.views import eligibility, rule_sets, standards

urlpatterns = [
    path("households/<str:archive_no>/eligibility/", eligibility.household_eligibility, name="household_eligibility"),
    path("households/<str:archive_no>/eligibility/check/", eligibility.eligibility_check, name="eligibility_check"),
    path("households/<str:archive_no>/eligibility/vetoes/new/", eligibility.veto_flag, name="veto_flag"),
    path("households/<str:archive_no>/eligibility/vetoes/<int:pk>/", eligibility.veto_override, name="veto_override"),
    path("minimum-wages/", standards.minimum_wages, name="minimum_wages"),
    path("minimum-wages/<int:pk>/remove/", standards.minimum_wage_remove, name="minimum_wage_remove"),
    path("eligibility-rules/", rule_sets.rule_sets, name="rule_sets"),
    path("eligibility-rules/<int:pk>/", rule_sets.rule_set, name="rule_set"),
    path("eligibility-rules/<int:pk>/copy/", rule_sets.rule_set_copy, name="rule_set_copy"),
    path("eligibility-rules/<int:pk>/edit/", rule_sets.rule_set_edit, name="rule_set_edit"),
    path("eligibility-rules/<int:pk>/publish/", rule_sets.rule_set_publish, name="rule_set_publish"),
    path("eligibility-rules/<int:pk>/remove/", rule_sets.rule_set_remove, name="rule_set_remove"),
]
