"""What the service does with much at once: 100,000 lines in one stream, 10,000 clients that are slow, 2,000 that stop.

Run with `make bench-http-load`. One worker process; memory is its peak (VmHWM) and its present size (VmRSS).
"""

from __future__ import annotations

import asyncio
import io
import json
import resource
import socket
import sys
import time
from pathlib import Path
from urllib.parse import quote

from tests.fixtures.paths import EXAMPLE_CASES
from tests.fixtures.running_service import RunningService, running_service

AT = quote("2026-11-21T12:00:00+01:00")
CASE = json.loads((EXAMPLE_CASES / "christmas-notification.json").read_bytes())
SMALL_CASE = {"case_id": "a", "events": []}
LINES, BAD_LINE = 100_000, 50_000
SLOW_CLIENTS = 10_000
STOPPED_CLIENTS = 2_000
HEAD = "POST /v1/evaluations?at={at}{more} HTTP/1.1\r\nHost: x\r\nContent-Type: {media}\r\n{length}\r\n"


def memory_of(service: RunningService, field: str) -> float:
    """Return a size of the process.

    Args:
        service: The service; it has one worker, which is the process itself.
        field: `VmHWM` for the peak, `VmRSS` for the present size.

    Returns:
        MiB.
    """
    status = Path(f"/proc/{service.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition(f"{field}:")[2].split()[0]) / 1024


async def stream_lines(service: RunningService, number: int, bad: int) -> tuple[int, list[int]]:
    """Send one stream and read its answers meanwhile.

    Args:
        service: The service.
        number: How many lines are sent.
        bad: Which of them is no JSON.

    Returns:
        How many answers came with the id of their line, and the places of those that did not.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=2**24)
    head = HEAD.format(at=AT, more="&detail=dates", media="application/jsonl", length="Transfer-Encoding: chunked\r\n")
    writer.write(head.encode())

    async def send() -> None:
        for start in range(0, number, 100):
            lines = [
                "x" if line == bad else json.dumps({"id": str(line), "case": SMALL_CASE})
                for line in range(start, min(start + 100, number))
            ]
            data = "".join(f"{line}\n" for line in lines).encode()
            writer.write(b"%x\r\n%s\r\n" % (len(data), data))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    sending = asyncio.create_task(send())
    await reader.readuntil(b"\r\n\r\n")
    right, others, rest = 0, list[int](), b""
    while size := int(await reader.readline(), 16):
        *ended, rest = (rest + await reader.readexactly(size)).split(b"\n")
        await reader.readexactly(2)
        for line in ended:
            place = right + len(others)
            if json.loads(line).get("id") == str(place):
                right += 1
            else:
                others.append(place)
    await sending
    writer.close()
    return right, others


async def ask_whole(service: RunningService) -> float:
    """Ask one ordinary question over a connection of its own.

    Args:
        service: The service.

    Returns:
        Seconds until the answer was there.
    """
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    body = json.dumps(CASE).encode()
    length = f"Content-Length: {len(body)}\r\nConnection: close\r\n"
    writer.write(HEAD.format(at=AT, more="&detail=dates", media="application/json", length=length).encode() + body)
    answer = await reader.read()
    writer.close()
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer[:200])
    return time.perf_counter() - started


async def be_slow(service: RunningService, number: int, opened: asyncio.Semaphore) -> bytes:
    """Be one client of three kinds: half a head, half a body and then nothing, half a body and then a byte at a time.

    Args:
        service: The service.
        number: The number of the client, which decides its kind.
        opened: Bounds how many connect at the same moment.

    Returns:
        What came until the service closed the connection.
    """
    async with opened:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        head = HEAD.format(at=AT, more="", media="application/json", length="Content-Length: 100000\r\n")
        writer.write(b"POST /v1/evaluations HT" if number % 3 == 0 else head.encode() + b"{")
    answer = asyncio.create_task(reader.read())
    while number % 3 == 2 and not answer.done():
        writer.write(b" ")
        await asyncio.wait([answer], timeout=10)
    try:
        return await answer
    except OSError:
        return b""
    finally:
        writer.close()


async def measure_slow_clients(service: RunningService) -> None:
    """Hold many slow connections, ask ordinary questions meanwhile, and print what both cost."""
    before = memory_of(service, "VmRSS")
    opened = asyncio.Semaphore(200)
    started = time.perf_counter()
    slow = [asyncio.create_task(be_slow(service, number, opened)) for number in range(SLOW_CLIENTS)]
    held = 0
    while (now := count_descriptors(service)) > held:
        held = now
        await asyncio.sleep(1)
    print(f"the last connected after {time.perf_counter() - started:.0f} s")
    await measure_others(service)
    print(f"{SLOW_CLIENTS} slow clients: {held} descriptors, {memory_of(service, 'VmRSS') - before:.0f} MiB more")
    answers = await asyncio.gather(*slow)
    timed_out = sum(answer.startswith(b"HTTP/1.1 408") for answer in answers)
    await asyncio.sleep(1)
    print(
        f"all given up after {time.perf_counter() - started:.0f} s, {timed_out} with 408; "
        f"{count_descriptors(service)} descriptors are left"
    )


async def stop_reading(service: RunningService, number: int, opened: asyncio.Semaphore) -> bool:
    """Be one client that asks for much and reads nothing after the head: a stream, or the bundle of the rules.

    Args:
        service: The service.
        number: The number of the client, which decides its kind.
        opened: Bounds how many connect at the same moment.

    Returns:
        Whether the stream got a place; for the bundle whether it was sent.
    """
    lines = f"{json.dumps(CASE)}\n".encode() * 100
    chunk = b"%x\r\n%s\r\n" % (len(lines), lines)
    head = HEAD.format(at=AT, more="", media="application/jsonl", length="Transfer-Encoding: chunked\r\n")
    async with opened:
        # Small buffers of the client: what it does not read waits in the service.
        with socket.socket() as connected:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            connected.setblocking(False)
            await asyncio.get_running_loop().sock_connect(connected, ("127.0.0.1", service.port))
            reader, writer = await asyncio.open_connection(sock=connected.dup(), limit=1024)
        writer.write(b"GET /v1/bundle HTTP/1.1\r\nHost: x\r\n\r\n" if number % 2 else head.encode() + chunk * 20)
        got = await reader.read(12)
    try:
        while not writer.transport.is_closing():
            # A byte more of the body shows that the client is there; it goes out when the service reads.
            await asyncio.sleep(1)
            if number % 2:
                break
            await asyncio.wait_for(writer.drain(), 40)
            writer.write(chunk)
    except (OSError, TimeoutError):
        pass
    finally:
        writer.transport.abort()
    return got.endswith(b"200")


async def measure_stopped_readers(service: RunningService) -> None:
    """Let many clients stop reading, ask ordinary questions meanwhile, and print what both cost."""
    before, started = memory_of(service, "VmHWM"), time.perf_counter()
    opened = asyncio.Semaphore(200)
    stopped = [asyncio.create_task(stop_reading(service, number, opened)) for number in range(STOPPED_CLIENTS)]
    await asyncio.sleep(3)
    await measure_others(service)
    placed = sum((await asyncio.gather(*stopped))[::2])
    await asyncio.sleep(1)
    more = memory_of(service, "VmHWM") - before
    print(f"{STOPPED_CLIENTS} clients that stop reading, {placed} streams with a place: peak {more:.0f} MiB higher")
    print(
        f"all given up after {time.perf_counter() - started:.0f} s; {count_descriptors(service)} descriptors are left"
    )


async def measure_others(service: RunningService) -> None:
    """Ask ordinary questions and print how long they took."""
    waits = sorted([await ask_whole(service) for _ in range(100)])
    print(f"100 ordinary requests meanwhile: median {waits[50] * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms")


def count_descriptors(service: RunningService) -> int:
    """Return how many files and connections the process holds.

    Args:
        service: The service.

    Returns:
        The number of its descriptors.
    """
    return len(list(Path(f"/proc/{service.process.pid}/fd").iterdir()))


def main() -> None:
    """Measure and print."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < SLOW_CLIENTS + 200:
        sys.exit(f"the limit of open files is {most}: raise it (ulimit -n) above {SLOW_CLIENTS + 200}")
    with running_service() as service:
        asyncio.run(stream_lines(service, 1_000, -1))
        if isinstance(sys.stdout, io.TextIOWrapper):  # printed as it comes: on a busy machine the whole takes long
            sys.stdout.reconfigure(line_buffering=True)
        first = memory_of(service, "VmHWM")
        started = time.perf_counter()
        right, others = asyncio.run(stream_lines(service, LINES, BAD_LINE))
        seconds = time.perf_counter() - started
        print(f"{LINES} lines: {right} answers in order, the others at {others}, {seconds:.0f} s")
        print(
            f"peak of the process: {first:.0f} MiB after 1,000 lines, {memory_of(service, 'VmHWM'):.0f} MiB after all"
        )
        asyncio.run(measure_stopped_readers(service))
        asyncio.run(measure_slow_clients(service))


if __name__ == "__main__":
    main()
