# One image for web, worker and scheduler; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /srv/thiduaweb
COPY deploy/installer.lock requirements.lock ./
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir --require-hashes -r installer.lock \
 && python -m venv --without-pip /opt/venv \
 && /opt/uv/bin/uv pip install --python /opt/venv/bin/python --no-cache --compile-bytecode \
    --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
# The PDF engine's libraries.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUTF8=1 PYTHONUNBUFFERED=1 THIDUA_HOME=/var/lib/thiduaweb THIDUA_BIND=0.0.0.0
WORKDIR /srv/thiduaweb
COPY . .
# The folder named here is thrown away: no key of the build stays in the image.
RUN THIDUA_HOME=/tmp/build python manage.py collectstatic --noinput --verbosity 0 && rm -rf /tmp/build \
 && chmod -R a+rX staticfiles \
 && useradd --uid 1000 --home-dir "$THIDUA_HOME" --create-home thidua
USER thidua
VOLUME /var/lib/thiduaweb
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.py"]
