# syntax=docker/dockerfile:1
# Fonts and console libraries are fetched in a stage of their own: the image needs no Node.
FROM node:20-bookworm-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --omit=dev

FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PYTHONPATH=/app HALLBOARD_DATA=/data
RUN groupadd --gid 10001 hallboard \
 && useradd --uid 10001 --gid hallboard --no-create-home --home-dir /nonexistent hallboard \
 && install -d -o hallboard -g hallboard -m 0700 /data
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY . .
COPY --from=assets /assets/node_modules node_modules
RUN python -m server.assets --from-node-modules \
 && python -m server.catalogue --compile \
 && rm -rf node_modules \
 && ln -s /app/hallboard /usr/local/bin/hallboard
USER hallboard
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["sh", "-c", "hallboard migrate && exec hallboard serve --host 0.0.0.0 --port 8000"]
