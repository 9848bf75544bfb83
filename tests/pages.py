"""Reading HTML pages as a person would who looks for what should not be there."""

import re

LEAKS = re.compile(r"\{\{|\{%|\bNone\b|\bnan\b|\bNaN\b|Decimal\(|__proxy__|&lt;QuerySet|object at 0x")
LINK = re.compile(r'href="(/[^"#]*)')
IDENTIFIER = re.compile(r'\sid="([^"]*)"')


def leaks(html: str) -> list[str]:
    """Traces of the program in what the reader sees: `{{ figure }}`, `None`, `nan` …"""
    return [html[max(0, found.start() - 60) : found.end() + 30] for found in LEAKS.finditer(html)]


def links(html: str) -> set[str]:
    """Addresses of this site that the page leads to, without the fragment."""
    return {link.replace("&amp;", "&") for link in LINK.findall(html)}


def repeated_identifiers(html: str) -> set[str]:
    identifiers = IDENTIFIER.findall(html)
    return {each for each in identifiers if identifiers.count(each) > 1}
