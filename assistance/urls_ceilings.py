"""Table of contents of items of aid, their rules, and bills."""

from django.urls import path

from assistance.views import aid_items, bills, item_rules

HOUSEHOLD = "households/<str:archive_no>/"

urlpatterns = [
    path("aid-items/", aid_items.aid_items, name="aid_items"),
    path("aid-items/new/", aid_items.aid_item_create, name="aid_item_create"),
    path("aid-items/<int:pk>/", aid_items.aid_item, name="aid_item"),
    path("aid-items/<int:pk>/edit/", aid_items.aid_item_edit, name="aid_item_edit"),
    path("aid-items/<int:pk>/rules/new/", item_rules.item_rule_create, name="item_rule_create"),
    path("item-rules/<int:pk>/", item_rules.item_rule, name="item_rule"),
    path("item-rules/<int:pk>/edit/", item_rules.item_rule_edit, name="item_rule_edit"),
    path("item-rules/<int:pk>/publish/", item_rules.item_rule_publish, name="item_rule_publish"),
    path("item-rules/<int:pk>/remove/", item_rules.item_rule_remove, name="item_rule_remove"),
    path(HOUSEHOLD + "bills/new/", bills.bill_add, name="bill_add"),
    path(HOUSEHOLD + "bills/<int:pk>/remove/", bills.bill_remove, name="bill_remove"),
]
