from django.urls import path

from ocop.design import views

app_name = "design"
urlpatterns = [
    path("design/", views.show_gallery, name="gallery"),
]
