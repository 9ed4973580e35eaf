"""Table of contents of assessment of unions (考核)."""

from django.urls import path

from audits.views.scores import cards, items, marks, sheets

SHEET, CARD = "scores/<int:pk>/", "scores/cards/<int:pk>/"

urlpatterns = [
    # sheets
    path("scores/", sheets.score_sheets, name="score_sheets"),
    path("scores/new/", sheets.score_sheet_create, name="score_sheet_create"),
    path(SHEET, sheets.score_sheet, name="score_sheet"),
    path(SHEET + "edit/", sheets.score_sheet_edit, name="score_sheet_edit"),
    path(SHEET + "copy/", sheets.score_sheet_copy, name="score_sheet_copy"),
    path(SHEET + "deadline/", sheets.score_sheet_deadline, name="score_sheet_deadline"),
    path(SHEET + "publish/", sheets.score_sheet_publish, name="score_sheet_publish"),
    path(SHEET + "discard/", sheets.score_sheet_discard, name="score_sheet_discard"),
    # the items of a draft
    path(SHEET + "items/new/", items.score_heading_add, name="score_heading_add"),
    path(SHEET + "items/<int:item>/", items.score_item_edit, name="score_item_edit"),
    path(SHEET + "items/<int:item>/new/", items.score_item_add, name="score_item_add"),
    path(SHEET + "items/<int:item>/remove/", items.score_item_remove, name="score_item_remove"),
    path(SHEET + "items/<int:item>/up/", items.score_item_up, name="score_item_up"),
    path(SHEET + "items/<int:item>/down/", items.score_item_down, name="score_item_down"),
    # all cards of a sheet
    path(SHEET + "open/", cards.score_cards_open, name="score_cards_open"),
    path(SHEET + "results/", cards.score_results, name="score_results"),
    path(SHEET + "results/publish/", cards.score_results_publish, name="score_results_publish"),
    # one card
    path(CARD, cards.score_card, name="score_card"),
    path(CARD + "self/", marks.score_card_self, name="score_card_self"),
    path(CARD + "check/", marks.score_card_check, name="score_card_check"),
    path(CARD + "return/", marks.score_card_return, name="score_card_return"),
    path(CARD + "reopen/", marks.score_card_reopen, name="score_card_reopen"),
    path("scores/papers/<int:pk>/", marks.score_paper, name="score_paper"),
    path("scores/papers/<int:pk>/remove/", marks.score_paper_remove, name="score_paper_remove"),
]
