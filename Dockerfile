# One image for web, worker and beat; the command decides which it is.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/jobjam

# WeasyPrint's text layout and the browser that takes captures.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 chromium \
 && rm -rf /var/lib/apt/lists/*

COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

COPY . .
RUN useradd --system --home-dir /srv/jobjam jobjam \
 && mkdir -p /srv/data \
 && JOBJAM_DATA_DIR=/srv/data DJANGO_SETTINGS_MODULE=jobjam_site.settings.dev python manage.py collectstatic --noinput \
 && chown -R jobjam /srv/data

ENV JOBJAM_DATA_DIR=/srv/data DJANGO_SETTINGS_MODULE=jobjam_site.settings.production
USER jobjam
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "jobjam_site.wsgi:application"]
