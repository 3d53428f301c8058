"""Addresses of our own beside Wagtail's pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
