#!/usr/bin/env bash
# Fetches URLs concurrently and gathers the answers in the order of the URLs.
# Usage: gather.sh [service [url ...]]; needs curl 7.84 or newer.
set -euo pipefail
service=${1:-http://localhost:8080}
urls=("${@:2}")
[ ${#urls[@]} -gt 0 ] || urls=("$service"/{q/health,procedures,problems,calls,q/openapi})

# Submit them all. Each answer is a handle and comes at once; the fetches run side by side.
calls=()
for url in "${urls[@]}"; do
  calls+=("$(curl -fsS "$service/fetches" -o /dev/null -w '%header{call-id}' \
    -H 'Prefer: respond-async' -H 'Content-Type: application/json' -d "{\"url\": \"$url\"}")")
done

# Collect, in order. 202 means "not yet": ask again. All the waiting is the service's.
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
for call in "${calls[@]}"; do
  status=202
  while [ "$status" = 202 ]; do
    status=$(curl -sS "$service/calls/$call/result" -H 'Prefer: wait=10' \
      -o "$answer" -w '%{http_code}')
  done
  printf '%s %.100s\n' "$status" "$(tr -d '\n' <"$answer")"
done
