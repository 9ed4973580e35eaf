"""Django's admin with the bare change lists of archives and payments, open to whoever is logged in: a yardstick."""

from typing import Any

from django.contrib import admin
from django.urls import path

from assistance.models import Payment
from households.models import Household


class OpenSite(admin.AdminSite):
    """An admin that asks for no right."""

    def has_permission(self, request: Any) -> bool:
        """Let in."""
        return True


class Bare(admin.ModelAdmin):
    """A change list as it comes; 50 rows, as our lists show."""

    list_per_page = 50

    def has_module_permission(self, request: Any) -> bool:
        """Let in."""
        return True

    has_view_permission = has_change_permission = lambda self, request, obj=None: True


class Archives(Bare):
    """Archives with some of the columns that our list shows."""

    list_display = ("archive_no", "head_name", "union", "level", "category", "status", "per_head", "filed_on")
    list_select_related = ("union",)
    search_fields = ("archive_no", "head_name", "members__identity_no")


class Payments(Bare):
    """Payments with some of the columns that our list shows."""

    list_display = ("batch", "household", "payee_name", "amount", "status", "paid_on", "union")
    list_select_related = ("batch", "household", "union")
    search_fields = ("payee_name", "household__archive_no")


site = OpenSite()
site.register(Household, Archives)
site.register(Payment, Payments)
urlpatterns = [path("admin/", site.urls)]
