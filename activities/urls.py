from django.urls import path

from activities import views
from institutions import converters  # noqa: F401  (registers <code:…>)

app_name = "activities"
urlpatterns = [
    path("my-quarter/", views.my_quarter, name="my_quarter"),
    path("my-quarter/<code:period>/", views.form, name="form"),
    path("my-quarter/<code:period>/check/", views.check, name="check"),
    path("my-quarter/<code:period>/submit/", views.submit, name="submit"),
    path("my-quarter/<code:period>/<code:code>/", views.form_activity, name="form_activity"),
    path("queue/", views.queue, name="queue"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/return/", views.return_, name="return"),
    path("reports/<int:pk>/approve/", views.approve, name="approve"),
    path("reports/<int:pk>/reopen/", views.reopen, name="reopen"),
]
