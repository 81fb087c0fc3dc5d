from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "ocop.papers"
    verbose_name = "Giấy tờ"
