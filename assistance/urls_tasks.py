"""Table of contents of the task lists that a county draws for departments, and of their lines."""

from django.urls import path

from assistance.views import listacts, tasklists, tasks

LIST = "tasks/lists/<int:pk>/"

urlpatterns = [
    # lists
    path("tasks/lists/", tasklists.task_lists, name="task_lists"),
    path("tasks/lists/draw/", tasklists.task_lists_draw, name="task_lists_draw"),
    path("tasks/lists/draw/<slug:department>/", tasklists.task_list_draw, name="task_list_draw"),
    path(LIST, tasklists.task_list, name="task_list"),
    path(LIST + "add/", tasklists.task_list_add, name="task_list_add"),
    path(LIST + "edit/", tasklists.task_list_edit, name="task_list_edit"),
    path(LIST + "check/", listacts.task_list_check, name="task_list_check"),
    path(LIST + "sign/", listacts.task_list_sign, name="task_list_sign"),
    path(LIST + "return/", listacts.task_list_return, name="task_list_return"),
    path(LIST + "send/", listacts.task_list_send, name="task_list_send"),
    path(LIST + "discard/", listacts.task_list_discard, name="task_list_discard"),
    # lines
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/to-replan/", tasks.tasks_to_replan, name="tasks_to_replan"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/remove/", listacts.task_remove, name="task_remove"),
    path("tasks/<int:pk>/replan/", listacts.task_replan, name="task_replan"),
]
