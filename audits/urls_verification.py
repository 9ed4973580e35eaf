"""Table of contents of third-party verification: projects, samples, findings, rates."""

from django.urls import path

from audits.views.verification import (
    agreement,
    assigning,
    findings,
    interviews,
    judging,
    outside,
    projects,
    proof,
    questionnaires,
    results,
    samples,
)

urlpatterns = [
    path("verification/", projects.verifications, name="verifications"),
    path("verification/new/", projects.verification_create, name="verification_create"),
    path("verification/questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("verification/questionnaires/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("verification/questionnaires/<int:pk>/note/", questionnaires.questionnaire_note, name="questionnaire_note"),
    path("verification/questionnaires/<int:pk>/copy/", questionnaires.questionnaire_copy, name="questionnaire_copy"),
    path(
        "verification/questionnaires/<int:pk>/publish/",
        questionnaires.questionnaire_publish,
        name="questionnaire_publish",
    ),
    path("verification/questionnaires/<int:pk>/questions/add/", questionnaires.question_add, name="question_add"),
    path("verification/questionnaires/<int:pk>/answers/", questionnaires.question_answers, name="question_answers"),
    path(
        "verification/questionnaires/<int:pk>/questions/<int:question>/",
        questionnaires.question_edit,
        name="question_edit",
    ),
    path(
        "verification/questionnaires/<int:pk>/questions/<int:question>/move/",
        questionnaires.question_move,
        name="question_move",
    ),
    path(
        "verification/questionnaires/<int:pk>/questions/<int:question>/remove/",
        questionnaires.question_remove,
        name="question_remove",
    ),
    path("verification/size/", projects.verification_size, name="verification_size"),
    path("verification/<int:pk>/", projects.verification, name="verification"),
    path("verification/<int:pk>/edit/", projects.verification_edit, name="verification_edit"),
    path("verification/<int:pk>/outside/", outside.verification_outside, name="verification_outside"),
    path("verification/<int:pk>/outside/template/", outside.outside_template, name="outside_template"),
    path("verification/<int:pk>/outside/remove/", outside.outside_remove, name="outside_remove"),
    path("verification/<int:pk>/draw/", samples.verification_draw, name="verification_draw"),
    path("verification/<int:pk>/drawing/", samples.verification_drawing, name="verification_drawing"),
    path("verification/<int:pk>/sample/", samples.verification_sample, name="verification_sample"),
    path("verification/<int:pk>/assign/", assigning.verification_assign, name="verification_assign"),
    path("verification/<int:pk>/assign/portions/", assigning.verification_portions, name="verification_portions"),
    path("verification/<int:pk>/interviews/", interviews.verification_interviews, name="verification_interviews"),
    path("verification/<int:pk>/interviews/agree/", interviews.interviews_agree, name="interviews_agree"),
    path("verification/<int:pk>/agreement/", agreement.verification_agreement, name="verification_agreement"),
    path("verification/<int:pk>/interviews/<int:interview>/", interviews.interview_read, name="interview_read"),
    path("verification/<int:pk>/interviews/<int:interview>/agree/", interviews.interview_agree, name="interview_agree"),
    path(
        "verification/<int:pk>/interviews/<int:interview>/return/",
        interviews.interview_send_back,
        name="interview_send_back",
    ),
    path("verification/<int:pk>/proof/", proof.verification_proof, name="verification_proof"),
    path("verification/<int:pk>/proof/population/", proof.verification_population, name="verification_population"),
    path("verification/<int:pk>/proof/strata/", proof.verification_strata, name="verification_strata"),
    path("verification/<int:pk>/proof/how/", proof.verification_how, name="verification_how"),
    path("findings/", findings.findings, name="findings"),
    path("verification/<int:pk>/judge/", judging.verification_judge, name="verification_judge"),
    path("verification/<int:pk>/findings/", findings.verification_findings, name="verification_findings"),
    path("verification/<int:pk>/findings/decide/", findings.findings_decide, name="findings_decide"),
    path("verification/<int:pk>/findings/<int:finding>/", findings.finding, name="finding"),
    *(
        path(
            f"verification/<int:pk>/findings/<int:finding>/{name}/",
            findings.finding_act,
            {"name": name},
            name=f"finding_{name}",
        )
        for name in ("decide", "settle", "contest")
    ),
    path("verification/<int:pk>/findings/<int:finding>/rectify/", judging.finding_rectify, name="finding_rectify"),
    path("verification/<int:pk>/rectify/", judging.verification_rectify, name="verification_rectify"),
    path("verification/<int:pk>/close/", judging.verification_close, name="verification_close"),
    path("verification/<int:pk>/results/", results.verification_results, name="verification_results"),
    path("verification/<int:pk>/results/<slug:rate>/", results.verification_behind, name="verification_behind"),
    path("verification/standards/", results.rate_standards, name="rate_standards"),
]
