"""Figures read one after another that must agree with one another."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """Everything read inside shows the database as it was at one moment, whoever writes meanwhile."""
    if connection.in_atomic_block:  # a transaction under way has chosen its moment itself
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
