# Hamstring Coach on a server of your own. It answers on port 8000 and wants a proxy with TLS before
# it: see compose.yaml. Runs as nobody in particular, on a read-only root; /data keeps progress.
#
# The images, Caddy's in compose.yaml too, are named by tags, which are rebuilt with fixes now and then.
# To have the same bytes every time, write the digest behind the tag (python:...@sha256:...):
#     docker buildx imagetools inspect --format '{{.Manifest.Digest}}' IMAGE

FROM python:3.13-slim-bookworm AS build
WORKDIR /build
COPY .deploy/requirements-server.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-server.lock
COPY skill /app/skill
COPY .deploy/gunicorn.conf.py /app/
RUN rm -rf /app/skill/tools /app/skill/content/understanding \
    && /venv/bin/python -m compileall -q /app/skill

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin coach \
    && install --directory --owner=coach --mode=0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HAMSTRING_COACH_BIND=0.0.0.0:8000 \
    HAMSTRING_COACH_STORE=sqlite:/data/progress.db
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["gunicorn", "--config", "gunicorn.conf.py", "skill.wsgi:application()"]
