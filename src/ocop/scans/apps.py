from django.apps import AppConfig


class ScansConfig(AppConfig):
    name = "ocop.scans"
    verbose_name = "Lượt quét"
