"""Callers, and what they let fetch. Every request goes over a connection of its own. Ends when the file
"stop" exists and every call has ended; prints what was counted, and fails if a request failed or a call
was lost."""

import asyncio
import collections
import json
import os
import random
import sys

stop = sys.argv[1]
counts, fetched, accepted, ended, shown = collections.Counter(), collections.Counter(), set(), set(), []
random.seed(7)


async def request(method, path, body=None, prefer=None):
    """Status, headers and body; status 0 if there was no whole answer."""
    data = json.dumps(body).encode() if body is not None else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: raincheck\r\nConnection: close\r\nContent-Length: {len(data)}\r\n"
    head += "Content-Type: application/json\r\n" if data else ""
    head += f"Prefer: {prefer}\r\n" if prefer else ""
    counts["requests"] += 1
    try:
        reader, writer = await asyncio.open_connection("10.77.0.1", 80)
        try:
            writer.write(head.encode() + b"\r\n" + data)
            text = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
            lines = text.decode().split("\r\n")
            headers = {k.lower(): v.strip() for k, _, v in (l.partition(":") for l in lines[1:])}
            if "content-length" in headers:
                content = await reader.readexactly(int(headers["content-length"]))
            else:
                content = await reader.read()
        finally:
            writer.close()
        return int(lines[0].split()[1]), headers, content
    except (OSError, EOFError, asyncio.TimeoutError) as e:
        return 0, {}, repr(e).encode()


def failed(what, status, content):
    counts["failed"] += 1
    if len(shown) < 10:
        shown.append(f"{what}: {status} {content[:300]!r}")


async def call(ms, prefer):
    body = {"url": f"http://10.77.0.1:9000/?ms={ms}"}
    status, headers, content = await request("POST", "/fetches", body, prefer)
    if status not in (200, 202):
        return failed("submit", status, content)
    path = "/calls/" + headers["call-id"]
    accepted.add(headers["call-id"])
    if status == 202 and random.random() < 0.3:
        seen, _, content = await request("GET", path)
        if seen != 200:
            failed("call", seen, content)
    for _ in range(20):
        if status != 202:
            break
        status, _, content = await request("GET", path + "/result", None, "wait=10")
        if status not in (200, 202):
            failed("result", status, content)
            status = 202
            await asyncio.sleep(1)
    if status == 200 and json.loads(content)["status"] == 200:
        ended.add(headers["call-id"])


async def caller(longest):
    while not os.path.exists(stop):
        await call(random.randint(0, longest), random.choice([None, "wait=10", "wait=1"]))


async def target(reader, writer):
    try:
        text = (await reader.readuntil(b"\r\n\r\n")).decode()
        fetched[next(l for l in text.split("\r\n") if l.lower().startswith("idempotency-key"))] += 1
        await asyncio.sleep(int(text.split("ms=")[1].split()[0]) / 1000)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
    except (OSError, EOFError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


async def main():
    await asyncio.start_server(target, "10.77.0.1", 9000, backlog=1024)
    # Most are short; some are longer than a drain waits, and are begun again elsewhere.
    await asyncio.gather(*[caller(1000) for _ in range(16)], *[caller(20000) for _ in range(4)])


asyncio.run(main())
lost = len(accepted - ended)
print(*shown, sep="\n", end="\n" if shown else "")
print(f"{counts['requests']} requests, {counts['failed']} failed; {len(accepted)} calls, {lost} lost;"
      f" {sum(n - 1 for n in fetched.values())} attempts repeated")
sys.exit(1 if counts["failed"] or lost or not accepted else 0)
