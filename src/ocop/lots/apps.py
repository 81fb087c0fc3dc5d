from django.apps import AppConfig


class LotsConfig(AppConfig):
    name = "ocop.lots"
    verbose_name = "Lô sản xuất"
