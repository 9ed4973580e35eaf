"""Table of contents of batches of payments, their lines and stops."""

from django.urls import path

from assistance.views.payments import adding, batches, lines, register, stops

BATCH = "batches/<int:pk>/"

urlpatterns = [
    # batches
    path("batches/", batches.batches, name="batches"),
    path("batches/new/", batches.batch_create, name="batch_create"),
    path(BATCH, batches.batch, name="batch"),
    path(BATCH + "edit/", batches.batch_edit, name="batch_edit"),
    path(BATCH + "cancel/", batches.batch_cancel, name="batch_cancel"),
    # filling one
    path(BATCH + "add/", adding.batch_add, name="batch_add"),
    path(BATCH + "add/found/", adding.batch_add_found, name="batch_add_found"),
    path(BATCH + "add/chosen/", adding.batch_add_chosen, name="batch_add_chosen"),
    path(BATCH + "add/requests/", adding.batch_add_requests, name="batch_add_requests"),
    path(BATCH + "add/targets/", adding.batch_add_targets, name="batch_add_targets"),
    path(BATCH + "add/workbook/", adding.batch_add_workbook, name="batch_add_workbook"),
    path(BATCH + "template/", adding.batch_template, name="batch_template"),
    # its lines
    path("payments/", register.payments, name="payments"),
    path("payments/export/", register.payments_export, name="payments_export"),
    path("payments/<int:pk>/edit/", lines.payment_edit, name="payment_edit"),
    path(BATCH + "lines/drop/", lines.batch_lines_drop, name="batch_lines_drop"),
    path(BATCH + "lines/restore/", lines.batch_lines_restore, name="batch_lines_restore"),
    path(BATCH + "lines/recount/", lines.batch_lines_recount, name="batch_lines_recount"),
    path(BATCH + "lines/amount/", lines.batch_lines_amount, name="batch_lines_amount"),
    path(BATCH + "lines/workbook/", register.batch_lines_book, name="batch_lines_book"),
    # its stop list
    path(BATCH + "check/", batches.batch_check, name="batch_check"),
    path(BATCH + "stops/", stops.batch_stops, name="batch_stops"),
    path(BATCH + "stops/override/", stops.stops_override, name="stops_override"),
    path(BATCH + "stops/workbook/", register.batch_stops_book, name="batch_stops_book"),
]
