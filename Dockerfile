# gblint without a network: docker run --rm --network none -v "$PWD:/data:ro" gblint reports/
FROM python:3.12.11-slim-bookworm AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY gblint/ gblint/
COPY rules/ rules/
RUN python -m venv /opt/gblint \
    && /opt/gblint/bin/python -m pip install --no-cache-dir --quiet -c constraints.txt ".[pdf]"

FROM python:3.12.11-slim-bookworm
COPY --from=build /opt/gblint /opt/gblint
ENV PATH=/opt/gblint/bin:$PATH PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8 GBLINT_CACHE_DIR=/tmp/gblint
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["gblint"]
CMD ["--help"]
