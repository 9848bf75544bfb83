from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InternalError, OperationalError, ProgrammingError, connection

from institutions.models import Institution
from reports.snapshot import one_moment
from tests.factories import InstitutionFactory


def _add_an_institution():
    InstitutionFactory()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_not_seen():
    with one_moment():
        before = Institution.objects.count()
        with ThreadPoolExecutor() as another:
            another.submit(_add_an_institution).result()
        assert Institution.objects.count() == before
    assert Institution.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_inside():
    with pytest.raises((InternalError, OperationalError, ProgrammingError), match="read-only"), one_moment():
        InstitutionFactory()


@pytest.mark.django_db
def test_inside_a_transaction_it_keeps_its_moment():
    with one_moment():
        assert Institution.objects.count() == 0
