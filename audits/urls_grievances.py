"""Table of contents of grievances (信访申诉): for the office, and the pages that anyone may open."""

from django.urls import path

from audits.views.grievances import acts, counts, office, voice

urlpatterns = [
    path("grievances/", office.grievances, name="grievances"),
    path("grievances/new/", office.grievance_register, name="grievance_register"),
    path("grievances/counts/", counts.grievance_counts, name="grievance_counts"),
    path("grievances/terms/", counts.grievance_terms, name="grievance_terms"),
    path("grievances/<int:pk>/", office.grievance, name="grievance"),
    path("grievances/<int:pk>/phone/", office.grievance_phone, name="grievance_phone"),
    path("grievances/<int:pk>/code/", office.grievance_recode, name="grievance_recode"),
    path("grievances/<int:pk>/files/<int:file>/", office.grievance_file, name="grievance_file"),
    path("grievances/<int:pk>/<slug:act>/", acts.grievance_act, name="grievance_act"),
    # For anyone
    path("voice/", voice.voice, name="voice"),
    path("voice/ask/", voice.voice_ask, name="voice_ask"),
    path("voice/case/", voice.voice_case, name="voice_case"),
    path("voice/case/files/<int:pk>/", voice.voice_file, name="voice_file"),
    path("voice/<slug:who>/", voice.voice_new, name="voice_new"),
]
