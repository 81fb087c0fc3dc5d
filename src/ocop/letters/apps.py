from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "ocop.letters"
    verbose_name = "Thư báo"
