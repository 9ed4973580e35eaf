"""URLs of the registers."""

from django.urls import path

from reports.views import registers

urlpatterns = [
    path("registers/", registers.registers, name="registers"),
    path("registers/kept/<int:pk>/share/", registers.register_share, name="register_share"),
    path("registers/kept/<int:pk>/delete/", registers.register_delete, name="register_delete"),
    path("registers/<slug:kind>/", registers.register, name="register"),
    path("registers/<slug:kind>/save/", registers.register_save, name="register_save"),
]
