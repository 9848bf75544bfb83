from django.apps import AppConfig


class OcseNapConfig(AppConfig):
    name = "ocse_nap"
