from django.urls import path

from . import views

app_name = "criteria"
urlpatterns = [
    path("tu-danh-gia/", views.choose, name="choose"),
    path("tu-danh-gia/<int:no>/", views.assess, name="assess"),
    path("tu-danh-gia/<int:no>/thanh/", views.bar, name="bar"),
    path("tu-danh-gia/<int:no>/ket-qua/", views.result, name="result"),
]
