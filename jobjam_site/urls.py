"""All addresses. Pages come last, because Wagtail answers whatever is left."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("xrays.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "xrays.views.bad_request"
handler404 = "xrays.views.page_not_found"
handler500 = "xrays.views.server_error"
