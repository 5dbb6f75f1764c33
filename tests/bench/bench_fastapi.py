#!/usr/bin/env python3
"""bench_fastapi.py - the demo server beside its twin in FastAPI under uvicorn:
do both treat their clients alike, how many requests a second does each answer, and
how long do newcomers wait when many others keep it busy?
bench_fastapi.py SERVER_PROGRAM

One of them runs at a time, on 127.0.0.1.  wrk asks all in the same way; it needs
a processor, too, so what the server's own processor did for each request is the
sharper figure.
"""
import asyncio
import concurrent.futures
import contextlib
import http.client
import importlib.util
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import time

ENDPOINTS = {       # seconds for one request
    "/sync/noawait": 1, "/async/await-one": 1, "/async/await-many": 1.5,
    "/async/wrap-blocking": 1, "/async/bad-blocking": 1, "/async/cpu-bound": 1,
}
COMPUTES = "/async/cpu-bound"
AT_ONCE = 10
CONNECTIONS, SECONDS, ROUNDS = 64, 1, int(os.environ.get("ROUNDS", 7))
CROWD_ROUNDS = min(ROUNDS, 3)
BUSY, NEWCOMERS, CROWD = 600, 200, 900
GOAL = 10           # times the requests a second;
ENOUGH = 3          # less is a failure, on however busy a machine


def uvicorn(loop, http):
    return [sys.executable, "-B", "-m", "uvicorn", "--app-dir", "tests/bench",
            "--no-access-log", "--log-level", "warning", "--loop", loop,
            "--http", http, "fastapi_twin:app", "--port"]


SERVERS = {"Handloop": [sys.argv[1]], "FastAPI": uvicorn("asyncio", "h11")}
FASTER = {"with uvloop": uvicorn("uvloop", "httptools")}

passed = failed = 0


def expect(what, right):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("FAIL", what)


# --- the servers -------------------------------------------------------------

def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def listens(port):
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def running(command):
    """A server: its process, and the port on which it listens."""
    port = free_port()
    if command[-1] == "--port":
        command = [*command, str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                              env={**os.environ, "PORT": str(port),
                                   "QUIET": "1"})
    try:
        end = time.monotonic() + 20
        while not listens(port):
            if server.poll() is not None or time.monotonic() > end:
                sys.exit(f"{command[0]} does not listen")
            time.sleep(0.05)
        yield server, port
    finally:
        server.kill()
        server.wait()


# --- how they treat their clients --------------------------------------------

def time_of(port, path, later=0.0):
    """Ask so much later: the seconds from then until the answer is there."""
    due = time.monotonic() + later
    time.sleep(later)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    return time.monotonic() - due


def times_of(port, path):
    """One alone, the last of ten at once, and /ping just behind them."""
    alone = time_of(port, path)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE + 1) as clients:
        ten = [clients.submit(time_of, port, path) for _ in range(AT_ONCE)]
        ping = clients.submit(time_of, port, "/ping", 0.1)
        return alone, max(one.result() for one in ten), ping.result()


def times_of_all():
    """What sleeps is asked of both servers at the same time."""
    times = {}
    with contextlib.ExitStack() as stack, \
            concurrent.futures.ThreadPoolExecutor(len(SERVERS)) as clients:
        ports = [stack.enter_context(running(command))[1]
                 for command in SERVERS.values()]
        for path in ENDPOINTS:
            ask = map if path == COMPUTES else clients.map
            found = ask(lambda port: times_of(port, path), ports)
            times |= {(path, name): one for name, one in zip(SERVERS, found)}
    return times


def print_times(times):
    print(f"{'seconds':<22}" + "".join(f"{what:>18}" for what in
          ("alone", "the last of ten", "/ping behind")))
    print(" " * 22 + f"{'Handloop':>9}{'FastAPI':>9}" * 3)
    for path in ENDPOINTS:
        both = [times[path, name] for name in SERVERS]
        print(f"{path:<22}" + "".join(f"{a:9.1f}{b:9.1f}" for a, b in zip(*both)))
    print()


def judge_times(times):
    """The order of things, not how exact the clock is: bad-blocking takes ten
    times as long for ten, and makes /ping wait as long; nobody else does.  What
    computes shares the cores, and in Python the interpreter's lock."""
    for (path, name), (alone, last, ping) in times.items():
        shares = path == COMPUTES
        expect(f"{path} of {name} takes {ENDPOINTS[path]} s: {alone:.2f}",
               alone > 0.95 * ENDPOINTS[path] and
               (shares or alone < 3 * ENDPOINTS[path]))
        if path == "/async/bad-blocking":
            expect(f"{path} of {name}: ten in a row, {last:.1f} s", last > 9.5)
            expect(f"{path} of {name}: /ping waits, {ping:.1f} s", ping > 5)
        elif not shares:
            expect(f"{path} of {name}: ten at once, {last:.1f} s", last < 4)
            expect(f"{path} of {name}: /ping does not wait, {ping:.1f} s", ping < 1)


# --- how quick they are ------------------------------------------------------

def processor_time(server):
    """Seconds of it that the process has used."""
    fields = pathlib.Path(f"/proc/{server.pid}/stat").read_text().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def has_uvloop():
    return all(map(importlib.util.find_spec, ("uvloop", "httptools")))


def speed_of(server, port):
    """Requests a second, and microseconds of the processor for each."""
    before = processor_time(server)
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s",
         f"http://127.0.0.1:{port}/ping"], capture_output=True, text=True).stdout
    used = processor_time(server) - before
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    requests = int(re.search(r"(\d+) requests in", said)[1])
    return (float(re.search(r"Requests/sec: *([\d.]+)", said)[1]),
            used / requests * 1e6)


def measure_speed(servers):
    rounds = []
    for _ in range(ROUNDS):
        rounds.append({})
        for name, command in servers.items():
            with running(command) as one:
                rounds[-1][name] = speed_of(*one)
    return rounds


def verdict(name, ratio):
    if name == "Handloop":
        return ""
    said = f"{ratio:6.1f} times as many"
    if name == "FastAPI":
        said += f"   goal {GOAL} " + ("ok" if ratio >= GOAL else "under")
        expect(f"at least {ENOUGH} times as many requests", ratio >= ENOUGH)
    return said


def compare_speed():
    servers = SERVERS | (FASTER if has_uvloop() else {})
    rounds = measure_speed(servers)
    print(f"/ping over {CONNECTIONS} connections, median of {ROUNDS}\n"
          f"{'':<14}requests/s   us of processor   Handloop answers")
    for name in servers:
        requests, used = (statistics.median(values) for values in
                          zip(*(one[name] for one in rounds)))
        ratio = statistics.median(one["Handloop"][0] / one[name][0]
                                  for one in rounds)
        print(f"{name:<14}{requests:10.0f}{used:18.1f}   {verdict(name, ratio)}")


# --- when many others are there ----------------------------------------------

def wrk(port, connections, seconds):
    return subprocess.Popen(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
         f"http://127.0.0.1:{port}/ping"], stdout=subprocess.PIPE, text=True)


async def newcomer(port):
    """Connect, ask, be answered: the seconds."""
    began = time.monotonic()
    answer, request = await asyncio.open_connection("127.0.0.1", port)
    request.write(b"GET /ping HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    status = (await answer.read()).split(b" ", 2)[1]
    request.close()
    if status != b"200":
        sys.exit(f"a newcomer got {status}")
    return time.monotonic() - began


async def all_newcomers(port):
    return max(await asyncio.gather(*(newcomer(port)
                                      for _ in range(NEWCOMERS))))


def last_of_newcomers(port):
    with wrk(port, BUSY, 3) as busy:
        time.sleep(1)
        took = asyncio.run(all_newcomers(port))
        busy.wait()
    return took


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def slowest_of_crowd(port):
    with wrk(port, CROWD, 3) as crowd:
        said = crowd.communicate()[0]
    return milliseconds(re.search(r"Latency +\S+ +\S+ +(\S+)", said)[1])


def compare_crowds():
    """One run after the other, in turns, so that all have the same weather."""
    found = {name: ([], []) for name in SERVERS}
    for _ in range(CROWD_ROUNDS):
        for name, command in SERVERS.items():
            with running(command) as (_, port):
                found[name][0].append(last_of_newcomers(port))
                found[name][1].append(slowest_of_crowd(port))
    print(f"\n{NEWCOMERS} newcomers, while {BUSY} others ask without a pause; and "
          f"{CROWD} who do; median of {CROWD_ROUNDS}\n"
          f"{'':<14}the last newcomer   the slowest answer of all")
    for name, (newcomers, slowest) in found.items():
        print(f"{name:<14}{statistics.median(newcomers):15.2f} s"
              f"{statistics.median(slowest) / 1000:25.2f} s")
    ours, theirs = (statistics.median(found[name][0]) for name in SERVERS)
    expect(f"newcomers do not wait: {ours:.2f} s, and {theirs:.2f} s there",
           ours < max(1, 2 * theirs))


def main():
    times = times_of_all()
    print_times(times)
    judge_times(times)
    compare_speed()
    compare_crowds()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
