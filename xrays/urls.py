"""Addresses of our own beside Wagtail's pages."""

from django.urls import URLPattern, path
from wagtail.contrib.sitemaps.views import sitemap

from xrays import views

urlpatterns: list[URLPattern] = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
