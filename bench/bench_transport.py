"""What a request costs in the upstream client: CPU µs, connections opened, streaming throughput.

    python bench/bench_transport.py [requests]

The server runs in its own process, so that the CPU time is the client's alone (with the kernel's
share of its socket calls). Each figure is the median of three runs.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import ssl
import statistics
import sys
import tempfile
import time

import trustme
import uvloop

from openclaw_auth.transport.client import UpstreamClient
from openclaw_auth.transport.exchange import Timeouts, UpstreamRequest
from openclaw_auth.transport.route import plan_route

ANSWER_BODY = b'{"id":"x","choices":[{"message":{"content":"' + b"a" * 480 + b'"}}],"usage":{}}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nServer: bench\r\n"
    b"x-request-id: req_0123456789\r\nx-ratelimit-remaining-requests: 99\r\n"
    b"Content-Length: %d\r\n\r\n" % len(ANSWER_BODY)
) + ANSWER_BODY
CHUNK = b'data: {"choices":[{"delta":{"content":"' + b"w" * 120 + b'"}}]}\n\n'
STREAM = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"%x\r\n%b\r\n" % (len(CHUNK), CHUNK) * 50
    + b"0\r\n\r\n"
)
BULK_BODY = b"z" * (64 << 20)
BULK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(BULK_BODY)
HEADERS = [
    (b"content-type", b"application/json"),
    (b"accept", b"application/json"),
    (b"authorization", b"Bearer sk-" + b"k" * 48),
    (b"user-agent", b"openai-python/3.54.0"),
    (b"x-stainless-lang", b"python"),
    (b"x-stainless-os", b"Linux"),
]
BODY = b'{"model":"m","messages":[{"role":"user","content":"' + b"q" * 960 + b'"}]}'


class Server(asyncio.Protocol):
    """Answers each request by its first target letter; requests never come in pieces here."""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        if data.startswith(b"POST /s"):
            self.transport.write(STREAM)
        elif data.startswith(b"POST /b"):
            self.transport.write(BULK)
            self.transport.write(BULK_BODY)
        else:
            self.transport.write(ANSWER)


def serve(pipe, certificate):
    async def main():
        loop = asyncio.get_running_loop()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        plain = await loop.create_server(Server, "127.0.0.1", 0)
        tls = await loop.create_server(Server, "127.0.0.1", 0, ssl=context)
        pipe.send([server.sockets[0].getsockname()[1] for server in (plain, tls)])
        await loop.run_in_executor(None, pipe.recv)

    uvloop.run(main())


class Worker:
    """A sink that sends the next request as soon as an answer is whole."""

    def __init__(self, client, request, left, done):
        self.client, self.request, self.left, self.done = client, request, left, done
        self.received = 0

    def start(self):
        self.client.send(self.request, self)

    def on_whole(self, status, headers, body):
        self.on_head(status, headers)
        self.on_body(body)
        self.on_end([])

    def on_head(self, status, _headers):
        assert status == 200

    def on_body(self, data):
        self.received += len(data)

    def on_end(self, _trailers):
        self.left -= 1
        if self.left:
            self.client.send(self.request, self)
        else:
            self.done.set_result(None)

    def on_error(self, error):
        self.done.set_exception(error)


async def run(url, ca_file, target, requests, concurrency):
    loop = asyncio.get_running_loop()
    client = UpstreamClient(timeouts=Timeouts(5, 30, 30))
    route, _ = plan_route(url, {"SSL_CERT_FILE": ca_file})
    request = UpstreamRequest(route, b"POST", target, HEADERS, BODY, idempotent=True)
    workers = [
        Worker(client, request, requests // concurrency, loop.create_future())
        for _ in range(concurrency)
    ]
    cpu, wall = time.process_time(), time.perf_counter()
    for worker in workers:
        worker.start()
    await asyncio.gather(*(worker.done for worker in workers))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    received = sum(worker.received for worker in workers)
    done = requests // concurrency * concurrency
    await client.aclose()
    return cpu / done * 1e6, done / wall, client.opened, received / wall / 2**20


def report(name, runner, server, work):
    rows = [runner(run(*server, *work)) for _ in range(3)]
    cpu, rate, opened, mib = (statistics.median(column) for column in zip(*rows, strict=True))
    print(
        f"{name:24} {cpu:9.1f} µs CPU/req {rate:9.0f} req/s {mib:8.0f} MiB/s {opened:4.0f} opened"
    )


def measure(runner, name, server, requests):
    report(f"{name} plain c=1", runner, server, (b"/v1/x", requests // 2, 1))
    report(f"{name} plain c=32", runner, server, (b"/v1/x", requests, 32))
    report(f"{name} plain c=256", runner, server, (b"/v1/x", requests, 256))
    report(f"{name} 50 chunks c=32", runner, server, (b"/stream", requests // 10, 32))
    report(f"{name} 64 MiB c=1", runner, server, (b"/bulk", 4, 1))


def main():
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    ca = trustme.CA()
    ours, theirs = multiprocessing.Pipe()
    with (
        tempfile.NamedTemporaryFile(suffix=".pem") as ca_file,
        tempfile.NamedTemporaryFile(suffix=".pem") as certificate,
    ):
        ca.cert_pem.write_to_path(ca_file.name)
        ca.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate.name)
        process = multiprocessing.get_context("spawn").Process(
            target=serve, args=(theirs, certificate.name), daemon=True
        )
        process.start()
        plain_port, tls_port = ours.recv()
        plain = (f"http://127.0.0.1:{plain_port}", ca_file.name)
        tls = (f"https://127.0.0.1:{tls_port}", ca_file.name)
        for name, runner in (("uvloop", uvloop.run), ("asyncio", asyncio.run)):
            measure(runner, name, plain, requests)
            measure(runner, f"{name} TLS", tls, requests // 4)
        ours.send(None)
        process.join(5)


if __name__ == "__main__":
    main()
