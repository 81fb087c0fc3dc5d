from django.apps import AppConfig


class DiariesConfig(AppConfig):
    name = "ocop.diaries"
    verbose_name = "Nhật ký sản xuất"
