"""Celery's doors. Safe to run twice, at once, or not at all: the sweep finds what a lost message left."""

import logging

from celery import current_app, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from activities import services

logger = logging.getLogger(__name__)


@shared_task
def refresh_stale_rollups():
    """Recompute what approvals have made stale. Each minute, and right after an approval."""
    services.refresh_stale_rollups(today=timezone.localdate())


@shared_task
def refresh_all_rollups():
    """Recompute everything. Each night: a quarter may have ended."""
    services.mark_all_stale()
    services.refresh_stale_rollups(today=timezone.localdate())


def kick_rollup():
    """Ask the worker to refresh when this transaction is safe. Without a broker the sweep does it."""
    transaction.on_commit(_send)


def _send():
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=0)  # a page does not wait for a broker that is away
            refresh_stale_rollups.apply_async(connection=broker)
    except (OperationalError, OSError):
        logger.warning("The broker did not answer: the sweep will roll up within a minute of its return.")
