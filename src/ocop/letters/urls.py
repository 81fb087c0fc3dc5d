from django.urls import path

from . import views

urlpatterns = [
    path("thu-bao/", views.letters_page, name="letters"),
    path("thu-bao/da-doc/", views.read_all, name="read_all_letters"),
    path("thu-bao/<int:number>/mo/", views.open_letter, name="open_letter"),
]
