"""Institutions as other floors read them."""

from collections.abc import Iterable

from institutions.models import Institution


def institution_by_code(*, viewer, code: str) -> Institution | None:
    """One institution with what it is part of. One query."""
    return Institution.objects.visible_to(viewer).filter(code=code).select_related("parent").first()


def institutions_by_id(*, viewer, ids: Iterable[int]) -> list[Institution]:
    """Some institutions, by code. One query, none for an empty list."""
    ids = list(ids)
    return list(Institution.objects.visible_to(viewer).filter(pk__in=ids)) if ids else []


def by_kind(*, viewer) -> list[tuple[str, list[Institution]]]:
    """All institutions in groups of their kind, in the order of the kinds. One query."""
    groups: dict[str, list[Institution]] = {kind.label: [] for kind in Institution.Kind}
    for institution in Institution.objects.visible_to(viewer).select_related("parent"):
        groups[institution.get_kind_display()].append(institution)
    return [(label, members) for label, members in groups.items() if members]
