"""The notice as PDF; ``?download=1`` saves it."""

import io

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from organizations.http import UserRequest
from reports.notices.printing import print_notice
from reviews.models import Notice


@require_GET
def notice_pdf(request: UserRequest, pk: int) -> FileResponse:
    """Show a notice as the paper to be posted; leaves lines in the access log."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).select_related("union"), pk=pk)
    address = request.build_absolute_uri(reverse("public_notice", args=[notice.token]))
    pdf = io.BytesIO(print_notice(notice, by=request.user, address=address))
    name, saves = f"公示-{notice.number}.pdf", "download" in request.GET
    return FileResponse(pdf, content_type="application/pdf", filename=name, as_attachment=saves)
