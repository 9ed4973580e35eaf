"""Table of contents of the reviews, the procedures and the delegations."""

from django.urls import path, register_converter

from reviews.acts import ACTS
from reviews.batches import BATCH_ACTS
from reviews.views import batches, delegations, lists, procedures, review, steps


class ActConverter:
    """One of the acts on a review; anything else is no page."""

    regex = "|".join(ACTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class BatchConverter(ActConverter):
    """One of the acts on many reviews."""

    regex = "|".join(BATCH_ACTS)


register_converter(ActConverter, "act")
register_converter(BatchConverter, "batch")

urlpatterns = [
    path("reviews/", lists.reviews, name="reviews"),
    path("reviews/waiting/", lists.reviews_waiting, name="reviews_waiting"),
    path("reviews/batch/<batch:name>/", batches.reviews_batch, name="reviews_batch"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/<act:name>/", review.review_act, name="review_act"),
    path("reviews/<int:pk>/records/<int:record>/minutes/", review.review_minutes, name="review_minutes"),
    # Procedures
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/<int:pk>/", procedures.procedure, name="procedure"),
    path("procedures/<int:pk>/copy/", procedures.procedure_copy, name="procedure_copy"),
    path("procedures/<int:pk>/edit/", procedures.procedure_edit, name="procedure_edit"),
    path("procedures/<int:pk>/publish/", procedures.procedure_publish, name="procedure_publish"),
    path("procedures/<int:pk>/discard/", procedures.procedure_discard, name="procedure_discard"),
    path("procedures/<int:pk>/steps/new/", steps.step_add, name="step_add"),
    path("procedures/<int:pk>/steps/<int:number>/", steps.step_edit, name="step_edit"),
    path("procedures/<int:pk>/steps/<int:number>/remove/", steps.step_remove, name="step_remove"),
    path("procedures/<int:pk>/steps/<int:number>/up/", steps.step_up, name="step_up"),
    path("procedures/<int:pk>/steps/<int:number>/down/", steps.step_down, name="step_down"),
    # Standing in
    path("me/delegations/", delegations.delegations, name="delegations"),
    path("me/delegations/<int:pk>/revoke/", delegations.delegation_revoke, name="delegation_revoke"),
]
