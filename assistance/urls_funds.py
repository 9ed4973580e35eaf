"""Table of contents of funds, budgets, the ledger and what was spent."""

from django.urls import path

from assistance.views import budget_moves, budgets, funds, spending

FUND = "funds/<int:pk>/"
BUDGET = "budgets/<int:pk>/"

urlpatterns = [
    # sources of money
    path("funds/", funds.funds, name="funds"),
    path("funds/new/", funds.fund_create, name="fund_create"),
    path(FUND, funds.fund, name="fund"),
    path(FUND + "edit/", funds.fund_edit, name="fund_edit"),
    path(FUND + "retire/", funds.fund_retire, name="fund_retire"),
    path(FUND + "restore/", funds.fund_restore, name="fund_restore"),
    # budgets and their ledger
    path("budgets/", budgets.budgets, name="budgets"),
    path("budgets/workbook/", budgets.budgets_workbook, name="budgets_workbook"),
    path("budgets/grant/", budget_moves.budget_grant, name="budget_grant"),
    path(BUDGET, budgets.budget, name="budget"),
    path(BUDGET + "workbook/", budgets.budget_workbook, name="budget_workbook"),
    path(BUDGET + "move/<slug:move>/", budget_moves.budget_move, name="budget_move"),
    path("periods/", budgets.periods, name="periods"),
    # what was spent
    path("spending/", spending.spending, name="spending"),
    path("spending/entries/", spending.spending_behind, name="spending_behind"),
    path("spending/workbook/", spending.spending_workbook, name="spending_workbook"),
]
