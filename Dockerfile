# syntax=docker/dockerfile:1
# Fonts and console libraries are fetched in a stage of their own: the image holds no Node.
FROM python:3.11-slim-bookworm AS assets
WORKDIR /app
COPY requirements requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt \
 && pip install --no-cache-dir --require-hashes -r requirements/node.txt
COPY . .
ENV PYTHONPATH=/app
RUN python -m server.assets && python -m server.catalogue --compile && rm -rf node_modules

FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=/app HALLBOARD_DATA=/data
RUN groupadd --gid 10001 hallboard \
 && useradd --uid 10001 --gid hallboard --no-create-home --home-dir /nonexistent hallboard \
 && install -d -o hallboard -g hallboard -m 0700 /data
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY --from=assets /app /app
RUN ln -s /app/hallboard /usr/local/bin/hallboard
USER hallboard
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["sh", "-c", "hallboard migrate && exec hallboard serve --host 0.0.0.0 --port 8000"]
