"""The Service: hands each connection to the next pod that is ready. A pod is an address in a file of
the directory "pods"; it is out when the file is gone, which is noticed two seconds late, as load
balancers do, and while its readiness fails three times in a row. A file in "ready" says who is in."""

import asyncio
import os
import sys

pods, ready_dir, port, ready_path, live_path, period, timeout = sys.argv[1:]
failures, ready, turn = {}, [], 0


async def probe(address, path):
    async def ask():
        reader, writer = await asyncio.open_connection(address, int(port))
        writer.write(f"GET {path} HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n".encode())
        status = (await reader.readline()).split()
        writer.close()
        return len(status) > 1 and status[1] == b"200"

    try:
        return await asyncio.wait_for(ask(), float(timeout))
    except (OSError, asyncio.TimeoutError):
        return False


async def watch(name, address):
    file, mark = os.path.join(pods, name), os.path.join(ready_dir, name)
    unready, dead = 3, 0
    while os.path.exists(file):
        unready = 0 if await probe(address, ready_path) else unready + 1
        if unready == 0 and address not in ready:
            ready.append(address)
            open(mark, "w").close()
        elif unready >= 3 and address in ready:
            ready.remove(address)
            print(f"{name} is not ready", flush=True)
        if os.path.exists(mark):
            dead = 0 if await probe(address, live_path) else dead + 1
            if dead == 3:
                print(f"{name} is not live: it would be restarted", flush=True)
        for _ in range(int(period) if os.path.exists(mark) else 1):
            await asyncio.sleep(1)
            if not os.path.exists(file):
                break
    await asyncio.sleep(2)
    if address in ready:
        ready.remove(address)


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    global turn
    if not ready:
        print("nobody is ready", flush=True)
        writer.close()
        return
    turn += 1
    try:
        to = await asyncio.open_connection(ready[turn % len(ready)], int(port))
    except OSError as e:
        print(f"not connected: {e}", flush=True)
        writer.close()
        return
    await asyncio.gather(pump(reader, to[1]), pump(to[0], writer))


async def main():
    await asyncio.start_server(serve, "10.77.0.1", 80, backlog=1024)
    seen, tasks = set(), []
    while True:
        for name in set(os.listdir(pods)) - seen:
            seen.add(name)
            with open(os.path.join(pods, name)) as file:
                tasks.append(asyncio.create_task(watch(name, file.read().strip())))
        await asyncio.sleep(0.2)


asyncio.run(main())
