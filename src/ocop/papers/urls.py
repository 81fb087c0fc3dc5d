from django.urls import path

from . import views

urlpatterns = [path("giay-to/<int:number>/", views.paper_page, name="paper")]
