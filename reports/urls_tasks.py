"""URLs of the printed task list."""

from django.urls import path

from reports.views import tasks

urlpatterns = [path("tasks/lists/<int:pk>/paper/", tasks.task_list_paper, name="task_list_paper")]
