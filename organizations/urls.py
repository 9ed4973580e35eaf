"""Login and administration."""

from django.urls import path

from organizations.views import sessions

urlpatterns = [
    path("login/", sessions.Login.as_view(), name="login"),
    path("logout/", sessions.Logout.as_view(), name="logout"),
    path("password/", sessions.password_change, name="password_change"),
]
