"""Photos and signatures of interviews: adding, looking at one, taking back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from audits.actions.verification.photos import add_photo, remove_photo
from audits.models import Interview, InterviewPhoto
from audits.verification.door import number_of
from audits.verification.enums import PhotoKind
from audits.views.fieldwork.opening import is_script, open_errand
from core import files
from core.errors import DomainError
from core.serving import send_file
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest


@require_POST
def fieldwork_photo_add(request: UserRequest, pk: int) -> HttpResponse:
    """Keep a photo or a signature; the page's script is answered with the list as it stands then."""
    interview = open_errand(request, pk)
    kind, upload = request.POST.get("kind", ""), request.FILES.get("file")
    if kind not in PhotoKind.values:
        return HttpResponseBadRequest()
    if upload is None:
        return _refused(request, interview, DomainError("没有收到照片，请选择照片后再上传。"))
    try:
        add_photo(interview, by=request.user, upload=upload, kind=kind)
    except DomainError as error:
        return _refused(request, interview, error)
    return _shown(request, interview, "已保存。")


@require_GET
def fieldwork_photo(request: UserRequest, pk: int) -> HttpResponse:
    """Give a photo to its assessor in time, and to who runs the verification; ``?small=1`` the small picture of it."""
    photos = InterviewPhoto.objects.visible_to(request.user).present()
    photo = get_object_or_404(photos.select_related("interview__sample__unit"), pk=pk)
    if "small" in request.GET:
        return send_file(files.small_picture(photo.sha256), files.JPEG, name=str(photo.pk))
    number = number_of(photo.interview.sample.unit)
    record_access(request.user, AccessVerb.DOWNLOAD, number, detail=f"入户核查{photo.get_kind_display()}")
    return send_file(photo.path, photo.content_type, name=f"入户核查{photo.get_kind_display()}-{photo.pk}")


@require_POST
def fieldwork_photo_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take an own photo back."""
    photos = InterviewPhoto.objects.visible_to(request.user).select_related("interview")
    photo = get_object_or_404(photos, pk=pk, interview__assessor=request.user)
    interview = open_errand(request, photo.interview_id)
    try:
        remove_photo(photo, by=request.user)
    except DomainError as error:
        return _refused(request, interview, error)
    return _shown(request, interview, "已去掉。")


def _shown(request: UserRequest, interview: Interview, words: str) -> HttpResponse:
    if is_script(request):
        context = {"interview": interview, "photos": interview.photos.present(), "editable": True}
        return JsonResponse({"html": render_to_string("audits/fieldwork/_photos.html", context, request)})
    messages.success(request, words)
    return redirect("fieldwork_form", interview.pk)


def _refused(request: UserRequest, interview: Interview, error: DomainError) -> HttpResponse:
    if is_script(request):
        return JsonResponse({"refused": error.message})
    messages.error(request, error.message)
    return redirect("fieldwork_form", interview.pk)
