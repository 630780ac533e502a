#!/usr/bin/env bash
# Fetches URLs concurrently and gathers the answers in the order of the URLs, by one batch.
# Usage: gather-batch.sh [service [url ...]]
set -euo pipefail
service=${1:-http://localhost:8080}
urls=("${@:2}")
[ ${#urls[@]} -gt 0 ] || urls=("$service"/{q/health,procedures,problems,calls,q/openapi})

calls=$(printf ',{"procedure":"fetch","input":{"url":"%s"}}' "${urls[@]}")
curl -fsS "$service/batches" -H 'Prefer: wait=30' -H 'Accept: application/x-ndjson' \
  -H 'Content-Type: application/json' -d "{\"calls\":[${calls:1}]}"
