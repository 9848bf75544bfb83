from django import forms

from institutions.models import User


class ProfileForm(forms.ModelForm):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ["full_name", "language"]
