"""Parts of addresses. What no code can be is not found, before anybody asks the database."""

from django.urls import register_converter


class CodeConverter:
    """The code of an activity (3.2), an institution (CNCC-GS) or a quarter (2025Q4)."""

    regex = "[A-Za-z0-9._-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")
