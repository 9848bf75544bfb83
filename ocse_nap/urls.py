"""Every address. The apps name their own pages."""

from django.contrib import admin
from django.urls import include, path

from institutions.views import profile, set_language
from ocse_nap.views import healthz, home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("profile/", profile, name="profile"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("activities.urls")),
    path("plan/", include("reports.urls")),
    path("our-budget/", include("budget.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("ocse_nap.api_urls")),
]
