from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "ocop.journal"
    verbose_name = "Sổ nhật ký"
