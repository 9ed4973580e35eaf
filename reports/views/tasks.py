"""The task list as PDF; ``?download=1`` saves it."""

import io

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from assistance.models import TaskList
from organizations.http import UserRequest
from reports.tasks.printing import print_task_list


@require_GET
def task_list_paper(request: UserRequest, pk: int) -> FileResponse:
    """Show a task list as the paper to be signed and stamped; an office gets those that were sent to it."""
    people = ("union", "office", "drawn_by", "checked_by", "signed_by")
    task_list = get_object_or_404(TaskList.objects.visible_to(request.user).select_related(*people), pk=pk)
    pdf = io.BytesIO(print_task_list(task_list, by=request.user))
    number = f"{task_list.year}-{task_list.seq}" if task_list.is_sent else "草稿"
    name, saves = f"任务清单-{task_list.office.name}-{number}.pdf", "download" in request.GET
    return FileResponse(pdf, content_type="application/pdf", filename=name, as_attachment=saves)
