from django.urls import path

from budget import views

app_name = "budget"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("record/", views.record, name="record"),
    path("<int:pk>/reverse/", views.reverse, name="reverse"),
]
