import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.names import BilingualName, in_reader_language
from institutions.roles import Role, sees_all_reports


class ProvinceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Provinces are public."""
        return self


class Province(BilingualName):
    """The capital or a province. Tile column and row place it on the schematic map."""

    class Kind(models.TextChoices):
        CAPITAL = "capital", _("Capital")
        PROVINCE = "province", _("Province")

    code = models.CharField(_("code"), max_length=2, unique=True)
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    full_name_en = models.CharField(_("full name (English)"), max_length=100)
    full_name_km = models.CharField(_("full name (Khmer)"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    tile_column = models.PositiveSmallIntegerField(_("tile column"))
    tile_row = models.PositiveSmallIntegerField(_("tile row"))

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        constraints = [models.UniqueConstraint("tile_column", "tile_row", name="province_tile_unique")]


class InstitutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody may know who takes part in the plan."""
        return self


@pghistory.track()
class Institution(BilingualName):
    """A ministry, NGO, partner or other body that has a part in the plan."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("Government")
        SUB_NATIONAL = "sub_national", _("Sub-national administration")
        COORDINATION_BODY = "coordination_body", _("Coordination body")
        JUDICIARY = "judiciary", _("Judiciary")
        PROFESSIONAL_BODY = "professional_body", _("Professional body")
        PRIVATE_SECTOR = "private_sector", _("Private sector")
        NGO = "ngo", _("Non-governmental organisation")
        DEVELOPMENT_PARTNER = "development_partner", _("Development partner")

    class Function(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator of the plan")
        SECRETARIAT = "secretariat", _("Secretariat of the plan")
        COORDINATION = "coordination", _("Coordination")
        ENDORSEMENT = "endorsement", _("Endorsement")
        LEAD = "lead", _("Lead institution")
        CO_IMPLEMENTER = "co-implementer", _("Co-implementer")

    code = models.CharField(_("code"), max_length=20, unique=True)
    acronym = models.CharField(_("acronym"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    function = models.CharField(_("function in the plan"), max_length=20, choices=Function)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="institution_not_its_own_parent"
            )
        ]

    @property
    def short_name(self) -> str:
        """English readers know the acronyms; Khmer readers the full names."""
        return in_reader_language(self, "short_name")

    @property
    def short_name_en(self) -> str:
        return self.acronym

    @property
    def short_name_km(self) -> str:
        return self.name_km


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Oneself and the colleagues of one's institution; the secretariat sees everybody."""
        if not user.is_authenticated:
            return self.none()
        if sees_all_reports(user):
            return self
        return self.filter(Q(pk=user.pk) | Q(institution__isnull=False, institution=user.institution_id))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """A new account; an empty password can only be set by the reset e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        fields = {"role": Role.ADMINISTRATOR, "full_name": email, **fields}
        return self.create_user(email, password, **fields)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who signs in with an e-mail address, in one role, usually for one institution.

    The role is the permission: there are no groups and no permission per person.
    """

    class Language(models.TextChoices):
        KHMER = "km", _("Khmer")
        ENGLISH = "en", _("English")

    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("institution"),
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.KHMER)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["email"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(institution__isnull=False)
                | Q(role__in=[Role.ADMINISTRATOR, Role.SECRETARIAT, Role.OBSERVER]),
                name="user_who_reports_has_an_institution",
                violation_error_message=_("A focal point or head of institution needs an institution."),
            )
        ]

    def __str__(self):
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def is_staff(self) -> bool:
        """The Django admin is the administrator's."""
        return self.role == Role.ADMINISTRATOR

    def has_perm(self, permission, obj=None) -> bool:
        return self.is_active and self.is_staff

    def has_perms(self, permissions, obj=None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label) -> bool:
        return self.is_active and self.is_staff
