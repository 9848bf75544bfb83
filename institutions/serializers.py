"""What the API says about institutions, and the shapes that every answer uses."""

from decimal import ROUND_HALF_UP

from rest_framework import serializers

from institutions.models import Institution, Province


class Code(serializers.CharField):
    """The code of the row that `source` leads to, null where there is none."""

    def __init__(self, source: str, **kwargs):
        super().__init__(source=f"{source}.code", read_only=True, **kwargs)


class Codes(serializers.SlugRelatedField):
    """The codes of many rows; `Codes(many=True)`."""

    def __init__(self, **kwargs):
        super().__init__(slug_field="code", read_only=True, **kwargs)


class Figure(serializers.DecimalField):
    """A number as text, exact and without trailing zeros; null where there is no value."""

    def __init__(self, **kwargs):
        kwargs = {"max_digits": 30, "decimal_places": 10, "rounding": ROUND_HALF_UP} | kwargs
        super().__init__(normalize_output=True, allow_null=True, read_only=True, **kwargs)


class Money(serializers.DecimalField):
    """USD as text, to the cent; null where there is no amount."""

    def __init__(self, **kwargs):
        super().__init__(max_digits=20, decimal_places=2, allow_null=True, read_only=True, **kwargs)


class InstitutionCodes(serializers.ListField):
    """Stored ids of institutions as their codes. The view gives `institution_codes`: id -> code."""

    child = serializers.CharField()

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, ids) -> list[str]:
        codes = self.context["institution_codes"]
        return sorted(codes[pk] for pk in ids if pk in codes)


class BilingualSerializer(serializers.Serializer):
    """Anything with a code and a name in both languages."""

    code = serializers.CharField(read_only=True)
    name_en = serializers.CharField(read_only=True)
    name_km = serializers.CharField(read_only=True)


class ProvinceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Province
        fields = [
            "id",
            "code",
            "iso_code",
            "name_en",
            "name_km",
            "full_name_en",
            "full_name_km",
            "kind",
            "tile_column",
            "tile_row",
        ]


class InstitutionSerializer(serializers.ModelSerializer):
    parent = Code("parent", allow_null=True)

    class Meta:
        model = Institution
        fields = ["id", "code", "acronym", "name_en", "name_km", "kind", "function", "parent"]
