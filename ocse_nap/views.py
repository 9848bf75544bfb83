from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from institutions.roles import Role

FIRST_PAGE = {
    Role.ADMINISTRATOR: "activities:queue",
    Role.SECRETARIAT: "activities:queue",
    Role.APPROVER: "activities:my_quarter",
    Role.FOCAL_POINT: "activities:my_quarter",
    Role.OBSERVER: "reports:overview",
}


@require_GET
def home(request):
    """The page with which each role begins its day."""
    return redirect(FIRST_PAGE[request.user.role])


@login_not_required
@never_cache
@require_GET
def healthz(request):
    """For the proxy and the supervisor: 200 when database and broker answer, else 503 with what does not."""
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever is wrong, the answer is that it does not answer
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except Exception:
        return False
    return True
