"""Addresses of our own beside Wagtail's pages."""

from django.conf import settings
from django.urls import URLPattern, path, re_path
from wagtail import views as wagtail_views
from wagtail.contrib.sitemaps.views import sitemap

from xrays import views

urlpatterns: list[URLPattern] = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(f"{settings.MEDIA_URL.lstrip('/')}<path:name>", views.media, name="media"),
    # Files at a page's own address: Wagtail's pattern matches addresses that end in a slash only.
    re_path(r"^((?:[\w-]+/)+[\w-]+\.[a-z]+)$", wagtail_views.serve, name="page_file"),
]
