from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ocop.people"
    verbose_name = "Con người và thẩm quyền"
