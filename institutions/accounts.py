"""How django-allauth behaves here: no sign-up, and the reader's language from the first page on."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


def remember_language(response, language: str):
    """Keep `language` in the cookie that Django's LocaleMiddleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Accounts are made by the administrator."""
        return False

    def post_login(self, request, user, **kwargs):
        """Whoever chose a language in the profile finds it again on every device."""
        return remember_language(super().post_login(request, user, **kwargs), user.language)
