"""The Celery application: `celery -A ocse_nap worker` and `celery -A ocse_nap beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocse_nap.settings")

app = Celery("ocse_nap")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
