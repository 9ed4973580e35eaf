"""Login and administration."""

from django.urls import path

from organizations.views import accounts, agencies, log, offices, roles, sessions, tokens, unions

urlpatterns = [
    path("login/", sessions.Login.as_view(), name="login"),
    path("logout/", sessions.Logout.as_view(), name="logout"),
    path("password/", sessions.password_change, name="password_change"),
    path("me/", roles.me, name="me"),
    # Unions: a code always holds a digit, so it is never "options".
    path("unions/", unions.unions, name="unions"),
    path("unions/options/", unions.union_options, name="union_options"),
    path("unions/<str:code>/", unions.union, name="union"),
    path("unions/<str:code>/add/", unions.union_create, name="union_create"),
    path("unions/<str:code>/edit/", unions.union_edit, name="union_edit"),
    path("unions/<str:code>/move/", unions.union_move, name="union_move"),
    path("unions/<str:code>/close/", unions.union_close, name="union_close"),
    path("unions/<str:code>/reopen/", unions.union_reopen, name="union_reopen"),
    # Accounts: a user name has at least four signs, so it is never "add".
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/add/", accounts.account_create, name="account_create"),
    path("accounts/<str:username>/", accounts.account, name="account"),
    path("accounts/<str:username>/edit/", accounts.account_edit, name="account_edit"),
    path("accounts/<str:username>/move/", accounts.account_move, name="account_move"),
    path("accounts/<str:username>/deactivate/", accounts.account_deactivate, name="account_deactivate"),
    path("accounts/<str:username>/reactivate/", accounts.account_reactivate, name="account_reactivate"),
    path("accounts/<str:username>/reset-password/", accounts.account_reset_password, name="account_reset_password"),
    path("accounts/<str:username>/unlock/", accounts.account_unlock, name="account_unlock"),
    path("accounts/<str:username>/roles/add/", roles.role_assign, name="role_assign"),
    path("accounts/<str:username>/roles/<int:pk>/revoke/", roles.role_revoke, name="role_revoke"),
    # Tokens of the API
    path("tokens/", tokens.tokens, name="tokens"),
    path("accounts/<str:username>/tokens/add/", tokens.token_issue, name="token_issue"),
    path("accounts/<str:username>/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    # Offices of government departments
    path("offices/", offices.offices, name="offices"),
    path("offices/add/", offices.office_create, name="office_create"),
    path("offices/<int:pk>/edit/", offices.office_edit, name="office_edit"),
    # Agencies that verify
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/add/", agencies.agency_create, name="agency_create"),
    path("agencies/<int:pk>/edit/", agencies.agency_edit, name="agency_edit"),
    path("access-log/", log.access_log, name="access_log"),
]
