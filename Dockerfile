# The production image: wheels only, no compiler, an ordinary user. Web, worker and beat run from it.

FROM python:3.11.14-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
WORKDIR /build
COPY requirements/production.lock .
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r production.lock

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=ocse_nap.settings \
    STATIC_ROOT=/srv/static \
    STATIC_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage
RUN useradd --system --uid 1000 --no-create-home ocse_nap \
    && install --directory --owner ocse_nap /srv/beat
COPY --from=build /venv /venv
WORKDIR /srv/ocse_nap
COPY . .
# Collecting reads the settings, which want these; nothing of them stays in the image.
RUN python -m ocse_nap.translations compile \
    && SECRET_KEY=build DATABASE_URL=postgresql:///build REDIS_URL=redis://build/0 \
       python manage.py collectstatic --no-input
USER 1000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "deploy/web_is_healthy.py"]
CMD ["gunicorn", "ocse_nap.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", \
     "--no-control-socket", "--access-logfile", "-"]
