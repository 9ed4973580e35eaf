"""Table of contents of the policy library."""

from django.urls import path

from assistance.views import policies

POLICY = "policies/<int:pk>/"

urlpatterns = [
    path("policies/", policies.policies, name="policies"),
    path("policies/new/", policies.policy_create, name="policy_create"),
    path(POLICY, policies.policy, name="policy"),
    path(POLICY + "edit/", policies.policy_edit, name="policy_edit"),
    path(POLICY + "file/", policies.policy_file, name="policy_file"),
    path(POLICY + "supersede/", policies.policy_supersede, name="policy_supersede"),
    path(POLICY + "reinstate/", policies.policy_reinstate, name="policy_reinstate"),
]
