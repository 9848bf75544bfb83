"""Version 1 of the API. Each app registers what it serves."""

urlpatterns = []
