"""The administrator's back room: accounts and institutions, and what every page of it shares.

Its language is the reader's. Workflow state and money are never changed here: see `ReadOnlyAdmin`.
"""

from allauth.account import admin as account_admin  # noqa: F401 (registers what is taken out below)
from allauth.account.decorators import secure_admin_login
from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401 (registers what is taken out below)
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from institutions.models import Institution, Province, User

admin.site.site_header = _("Administration of the OCSE action plan")
admin.site.site_title = _("OCSE action plan")
admin.site.index_title = _("Administration")
admin.site.login = secure_admin_login(admin.site.login)  # one sign-in page for everybody
admin.site.unregister(Group)  # the role is the permission
admin.site.unregister(EmailAddress)  # the address is the user's


class CodedAdmin(admin.ModelAdmin):
    """Plan files and addresses name rows by code, so a code is given once. `fixed`: what else is."""

    fixed = ["code"]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, *self.fixed] if obj else fields


class FixedRowsAdmin(CodedAdmin):
    """Rows come from the plan file; here they are only described better."""

    def has_add_permission(self, request, *args):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly:
    """To look at: what was decided, paid or computed is changed by services alone."""

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    list_per_page = 50


class ReadOnlyInline(ReadOnly, admin.TabularInline):
    extra = 0
    show_change_link = True


class UserForm(forms.ModelForm):
    def clean_email(self):
        """Addresses are kept in small letters, so that each is there once."""
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts. A password is set by its owner alone, through the e-mail of the sign-in page."""

    form = UserForm
    list_display = ["email", "full_name", "role", "institution", "language", "is_active", "last_login"]
    list_filter = ["role", "is_active", "language", "institution__kind"]
    list_select_related = ["institution"]
    search_fields = [
        "email",
        "full_name",
        "institution__code",
        "institution__name_en",
        "institution__name_km",
    ]
    autocomplete_fields = ["institution"]
    readonly_fields = ["last_login"]
    fieldsets = [
        (
            None,
            {
                "fields": ["email", "full_name", "role", "institution", "language", "is_active"],
                "description": _(
                    "No password is set here. Its owner sets it through an e-mail: choose the account in the "
                    "list and the action “Send the e-mail to set a password”."
                ),
            },
        ),
        (_("Dates"), {"fields": ["last_login"]}),
    ]
    actions = ["send_password_email"]

    def get_readonly_fields(self, request, obj=None):
        """Nobody shuts themselves out."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "role", "is_active"] if obj == request.user else fields

    def has_delete_permission(self, request, obj=None):
        """What somebody did stays theirs; an account is closed by `is_active`."""
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        elif "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()  # the old address resets no password any more
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Send the e-mail to set a password"), permissions=["change"])
    def send_password_email(self, request, queryset):
        users = [user for user in queryset if user.is_active]
        for user in users:
            form = ResetPasswordForm({"email": user.email})
            with override(user.language):
                form.full_clean()
                form.save(request)
        text = ngettext("%(count)s e-mail was sent.", "%(count)s e-mails were sent.", len(users))
        messages.success(request, text % {"count": len(users)})


@admin.register(Institution)
class InstitutionAdmin(CodedAdmin):
    list_display = ["code", "acronym", "name_en", "name_km", "kind", "function", "parent"]
    list_filter = ["kind", "function"]
    list_select_related = ["parent"]
    search_fields = ["code", "acronym", "name_en", "name_km"]
    autocomplete_fields = ["parent"]


@admin.register(Province)
class ProvinceAdmin(CodedAdmin):
    list_display = ["code", "iso_code", "name_en", "name_km", "kind"]
    list_filter = ["kind"]
    search_fields = ["code", "iso_code", "name_en", "name_km"]
