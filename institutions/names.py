"""Content in two languages: one column each, and the reader's language chosen when it is shown."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_reader_language(instance, field: str) -> str:
    """`instance.<field>_en` or `_km` by the active language; the other one where it is empty."""
    first, second = ("en", "km") if (get_language() or "km").startswith("en") else ("km", "en")
    return getattr(instance, f"{field}_{first}") or getattr(instance, f"{field}_{second}")


class BilingualName(models.Model):
    """Anything with a name in English and Khmer."""

    name_en = models.CharField(_("name (English)"), max_length=300)
    name_km = models.CharField(_("name (Khmer)"), max_length=300)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class BilingualTitle(models.Model):
    """Anything with a title in English and Khmer."""

    title_en = models.CharField(_("title (English)"), max_length=400)
    title_km = models.CharField(_("title (Khmer)"), max_length=400)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return in_reader_language(self, "title")
