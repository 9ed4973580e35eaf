"""Table of contents of aid, difficulties and measures."""

from django.urls import path

from assistance.views import aid, difficulties, effects, measures, office, office_books

HOUSEHOLD = "households/<str:archive_no>/"
DIFFICULTY = HOUSEHOLD + "difficulties/<int:pk>/"
MEASURE = HOUSEHOLD + "measures/<int:pk>/"

urlpatterns = [
    # aid received
    path(HOUSEHOLD + "aid/", aid.household_aid, name="household_aid"),
    path(HOUSEHOLD + "aid/new/", aid.aid_add, name="aid_add"),
    path(HOUSEHOLD + "aid/<int:pk>/", aid.aid_correct, name="aid_correct"),
    path(HOUSEHOLD + "aid/<int:pk>/remove/", aid.aid_remove, name="aid_remove"),
    # years without aid
    path(HOUSEHOLD + "aid/none/", aid.no_aid_state, name="no_aid_state"),
    path(HOUSEHOLD + "aid/none/<int:year>/take-back/", aid.no_aid_take_back, name="no_aid_take_back"),
    # difficulties
    path(HOUSEHOLD + "difficulties/", difficulties.household_difficulties, name="household_difficulties"),
    path(HOUSEHOLD + "difficulties/new/", difficulties.difficulty_add, name="difficulty_add"),
    path(DIFFICULTY, difficulties.difficulty_edit, name="difficulty_edit"),
    path(DIFFICULTY + "strike-off/", difficulties.difficulty_strike_off, name="difficulty_strike_off"),
    path(DIFFICULTY + "reopen/", difficulties.difficulty_reopen, name="difficulty_reopen"),
    # measures
    path(DIFFICULTY + "measures/new/", measures.measure_add, name="measure_add"),
    path(MEASURE, measures.measure_edit, name="measure_edit"),
    path(MEASURE + "judge/", measures.measure_judge, name="measure_judge"),
    path(MEASURE + "remove/", measures.measure_remove, name="measure_remove"),
    # what an office does with the tasks sent to it
    path("office/tasks/", office.office_tasks, name="office_tasks"),
    path("office/tasks/<int:pk>/", office.office_task, name="office_task"),
    path("office/tasks/<int:pk>/reveal/", office.office_reveal, name="office_reveal"),
    path("office/evidence/<int:pk>/", office.office_evidence, name="office_evidence"),
    path("office/lists/", office.office_lists, name="office_lists"),
    path("office/lists/<int:pk>/", office.office_list, name="office_list"),
    path("office/lists/<int:pk>/accept/", office.office_list_accept, name="office_list_accept"),
    path("office/lists/<int:pk>/workbook/", office_books.office_book, name="office_book"),
    path("office/lists/<int:pk>/answers/", office_books.office_book_back, name="office_book_back"),
    # what came of it
    path(HOUSEHOLD + "visits/<int:pk>/effects/", effects.effects_judge, name="effects_judge"),
    path("effects/waiting/", effects.effects_waiting, name="effects_waiting"),
    path("effects/open/", effects.effects_open, name="effects_open"),
]
