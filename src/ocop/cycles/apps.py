from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "ocop.cycles"
    verbose_name = "Chu trình"
