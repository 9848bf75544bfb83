from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from institutions.accounts import remember_language
from institutions.forms import ProfileForm


@require_http_methods(["GET", "POST"])
def profile(request):
    """One's own name and language."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with override(user.language):
            messages.success(request, _("Your profile was saved."))
        return remember_language(redirect("profile"), user.language)
    status = 422 if request.method == "POST" else 200
    return render(request, "institutions/profile.html", {"form": form}, status=status)


@login_not_required
@require_POST
def set_language(request):
    """Show this page in the other language; whoever is signed in finds it again on other devices."""
    language = request.POST.get("language")
    if language not in dict(settings.LANGUAGES):
        raise BadRequest("unknown language")
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return django_set_language(request)
