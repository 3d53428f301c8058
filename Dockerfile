# One code, two images: `application` for web, evaluating and beat; `render` adds what pictures and PDFs need.
FROM python:3.11-slim-bookworm AS application

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/jobjam

COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY . .
ENV JOBJAM_DATA_DIR=/srv/data
RUN useradd --system --home-dir /srv/jobjam jobjam \
 && mkdir -p /srv/data/media \
 && DJANGO_SETTINGS_MODULE=jobjam_site.settings.dev python manage.py collectstatic --noinput \
 && chown -R jobjam /srv/data

ENV DJANGO_SETTINGS_MODULE=jobjam_site.settings.production
USER jobjam
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "jobjam_site.wsgi:application"]


FROM application AS render

USER root
# WeasyPrint's text layout and the browser that takes pictures.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 chromium \
 && rm -rf /var/lib/apt/lists/*
USER jobjam
CMD ["celery", "--app", "jobjam_site", "worker", "--queues", "render", "--concurrency", "1", "--loglevel", "INFO"]
