#!/usr/bin/env python3
"""http_probes.py - the demo server asked over real sockets, rightly and wrongly:
bytes are sent, and the statuses that come back are compared, kind by kind.
http_probes.py SERVER_PROGRAM [PORT]

With a port, whoever listens there (FastAPI's twin under uvicorn, say) is asked
the same, and what it answers otherwise is listed; that is no failure.
"""
import os
import signal
import socket
import subprocess
import sys
import time

HOST = b"Host: h\r\n"
CLOSED, GARBLED = "closed", "garbled"   # without an answer, or with none


def get(target=b"/ping", headers=HOST, version=b"HTTP/1.1", method=b"GET"):
    return method + b" " + target + b" " + version + b"\r\n" + headers + b"\r\n"


def post(headers, body=b"", target=b"/orders"):
    return get(target, HOST + b"Content-Type: application/json\r\n" + headers,
               method=b"POST") + body


def order(body, kind=b"application/json"):
    return get(b"/orders", HOST + b"Content-Type: " + kind + b"\r\n"
               + b"Content-Length: %d\r\n" % len(body), method=b"POST") + body


def host(value):
    return get(headers=b"Host: " + value + b"\r\n")


def coded(value, body=b"10\r\n{\"burger\":\"rare\"\r\n1\r\n}\r\n0\r\n\r\n"):
    return post(b"Transfer-Encoding: " + value + b"\r\n", body)


def chunk(line, rest=b"\r\n{\"burger\":\"rare\"}\r\n0\r\n\r\n"):
    return post(b"Transfer-Encoding: chunked\r\n", line + rest)


def seconds(text):
    return get(b"/async/await-one?seconds=" + text)


def many(what, times):
    return b"".join(what % i for i in range(times))


ORDER = b'{"burger":"rare"}'
LONG = b"x" * 20000

# What is sent, and the statuses of the answers.
PROBES = {
    "request line": [
        (get(), [200]),
        (b"\r\n" + get(), [200]),
        (get(version=b"HTTP/1.0", headers=b""), [200]),
        (get(version=b"HTTP/1.9"), [200]),
        (get(version=b"HTTP/2.0"), [505]),
        (get(version=b"http/1.1"), [400]),
        (get(version=b"HTTP/1.10"), [400]),
        (b"GET /ping\r\n\r\n", [400]),
        (b"GET  /ping HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
        (b"GET /ping HTTP/1.1 \r\n" + HOST + b"\r\n", [400]),
        (b" GET /ping HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
        (b"GET /ping HTTP/1.1\n" + HOST + b"\r\n", [400]),
        (b"\x16\x03\x01\x02\x00", [400]),
        (b"G\0T /ping HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
        (b"G(T /ping HTTP/1.1\r\n" + HOST + b"\r\n", [400]),
    ],
    "methods": [
        (get(method=b"HEAD"), [200]),
        (get(method=b"POST", headers=HOST + b"Content-Length: 0\r\n"), [405]),
        (get(method=b"BREW"), [405]),
        (get(method=b"get"), [405]),
        (get(method=b"TRACE"), [405]),
        (get(b"/nowhere", method=b"BREW"), [404]),
        (get(b"*", method=b"OPTIONS"), [204]),
        (get(b"*"), [400]),
        (get(b"h:80", method=b"CONNECT"), [501]),
    ],
    "targets": [
        (get(b"/nowhere"), [404]),
        (get(b"/ping/"), [307]),
        (get(b"/ping//"), [307]),
        (get(b"/%70ing"), [200]),
        (get(b"/%zz"), [404]),
        (get(b"/%00"), [400]),
        (get(b"/ping?q=%zz"), [200]),
        (get(b"/ping?q=%00"), [400]),
        (get(b"/ping?" + b"a=b&" * 99 + b"a=b"), [200]),
        (get(b"/ping#here"), [400]),
        (get(b"ping"), [400]),
        (get(b"/p\xc3\xb6ng"), [400]),
        (get(b"/p\x01ng"), [400]),
        (get(b"http://h/ping"), [200]),
        (get(b"https://h/ping"), [200]),
        (get(b"http://h:8000/ping?q=1"), [200]),
        (get(b"http:///ping"), [400]),
        (get(b"http://a b/ping"), [400]),
        (get(b"http://[::1/ping"), [400]),
        (get(b"ftp://h/ping"), [400]),
    ],
    "hosts": [
        (get(headers=b""), [400]),
        (host(b""), [200]),
        (host(b"a.example:80"), [200]),
        (host(b"[::1]:80"), [200]),
        (host(b"%41"), [200]),
        (host(b"1.2.3.4:9000:80"), [400]),
        (host(b"[::1"), [400]),
        (host(b"x[::1]:98"), [400]),
        (host(b"a%zz"), [400]),
        (host(b"a b"), [400]),
        (host(b"me@a"), [400]),
        (host(b"a\r\nHost: a"), [400]),
    ],
    "headers": [
        (get(headers=HOST + b"X: \t y \t\r\n"), [200]),
        (get(headers=HOST + b"X:\r\n"), [200]),
        (get(headers=HOST + many(b"X-%d: y\r\n", 99)), [200]),
        (get(headers=HOST + b"X : y\r\n"), [400]),
        (get(headers=HOST + b"X: y\r\n folded\r\n"), [400]),
        (get(headers=HOST + b"X\r\n"), [400]),
        (get(headers=HOST + b": y\r\n"), [400]),
        (get(headers=HOST + b"X: \0\r\n"), [400]),
        (get(headers=HOST + b"X: a\rb\r\n"), [400]),
        (get(headers=HOST + b"X: y\n"), [400]),
        (get(headers=HOST + b"Expect: 100-continue\r\n"), [200]),
        (get(headers=HOST + b"Expect: wonders\r\n"), [417]),
    ],
    "limits": [
        (get(b"/ping?" + LONG[:8000]), [200]),
        (get(b"/ping?" + LONG), [414]),
        (get(headers=HOST + b"X: " + LONG[:16000] + b"\r\n"), [200]),
        (get(headers=HOST + b"X: " + LONG + b"\r\n"), [431]),
        (get(headers=HOST + many(b"X-%d: y\r\n", 200)), [431]),
        (get(b"/ping?" + b"a=b&" * 200), [414]),
        (post(b"Content-Length: 2000000\r\n"), [413]),
        (post(b"Content-Length: 99999999999999999999\r\n"), [413]),
    ],
    "lengths": [
        (post(b"Content-Length: 17\r\n", ORDER), [200]),
        (post(b"Content-Length: 017\r\n", ORDER), [200]),
        (post(b"Content-Length: +17\r\n", ORDER), [400]),
        (post(b"Content-Length: -1\r\n", ORDER), [400]),
        (post(b"Content-Length: 17, 17\r\n", ORDER), [400]),
        (post(b"Content-Length: 17\r\nContent-Length: 18\r\n", ORDER), [400]),
        (post(b"Content-Length: 0x11\r\n", ORDER), [400]),
        (post(b"Content-Length: \r\n", ORDER), [400]),
        (post(b"Content-Length: 17\r\nTransfer-Encoding: chunked\r\n",
              b"0\r\n\r\n"), [400]),
    ],
    "codings": [
        (coded(b"chunked"), [200]),
        (coded(b"Chunked"), [200]),
        (coded(b", chunked"), [200]),
        (coded(b"chunked , ,"), [200]),
        (coded(b"gzip, chunked"), [501]),
        (coded(b"chunked, gzip"), [400]),
        (coded(b"chunked, chunked"), [400]),
        (coded(b"chunked, identity"), [400]),
        (coded(b""), [400]),
        (coded(b"gzip"), [400]),
        (coded(b"xchunked"), [400]),
        (coded(b"chunked x"), [400]),
        (coded(b"chunked\r\nTransfer-Encoding: chunked"), [400]),
    ],
    "chunks": [
        (chunk(b"11"), [200]),
        (chunk(b"11;a"), [200]),
        (chunk(b"11 ; a=b"), [200]),
        (chunk(b"11;a=\"b;\\\"c\""), [200]),
        (chunk(b"011"), [200]),
        (chunk(b"11", b"\r\n" + ORDER + b"\r\n0\r\nTrailer: t\r\n\r\n"), [200]),
        (chunk(b"11;"), [400]),
        (chunk(b"11;a="), [400]),
        (chunk(b"11;a=\"b"), [400]),
        (chunk(b"11;a b"), [400]),
        (chunk(b"11 "), [400]),
        (chunk(b"0x11"), [400]),
        (chunk(b"-1"), [400]),
        (chunk(b"11", b"\n" + ORDER + b"\r\n0\r\n\r\n"), [400]),
        (chunk(b"10"), [400]),
        (chunk(b"11", b"\r\n" + ORDER + b"0\r\n\r\n"), [400]),
        (chunk(b"11", b"\r\n" + ORDER + b"\r\n0\r\nbad trailer\r\n\r\n"), [400]),
        (chunk(b"fffffffffffffffff"), [413]),
    ],
    "parameters": [
        (seconds(b"0"), [200]),
        (seconds(b"%200%20"), [200]),
        (seconds(b"0.0e0"), [200]),
        (seconds(b"-1"), [200]),
        (seconds(b""), [422]),
        (seconds(b"x"), [422]),
        (seconds(b"0x1p3"), [422]),
        (seconds(b"inf"), [422]),
        (seconds(b"nan"), [422]),
        (seconds(b"0;1"), [422]),
    ],
    "bodies": [
        (order(ORDER), [200]),
        (order(b' {"burger": "rare", "count": 2, "x": [null]} '), [200]),
        (order(b'{"burger": "rare", "count": "2"}'), [200]),
        (order(b'{"burger": "rare", "count": 2.0}'), [200]),
        (order(ORDER, b"application/json; charset=utf-8"), [200]),
        (order(b""), [422]),
        (order(b"{}"), [422]),
        (order(b"[]"), [422]),
        (order(b'{"burger": 1, "count": 1}'), [422]),
        (order(b'{"burger": "rare", "count": "two"}'), [422]),
        (order(b'{"burger": "rare", "count": 2.5}'), [422]),
        (order(b'{"burger": "rare", "count": null}'), [422]),
        (order(b'{"burger": "rare"'), [422]),
        (order(b'{"burger": "rare"} x'), [422]),
        (order(b"{'burger': 'rare'}"), [422]),
        (order(b'{"burger": "\xff"}'), [422]),
        (order(b"[" * 5000), [422]),
        (order(ORDER, b"text/plain"), [422]),
        (order(b"burger=rare", b"application/x-www-form-urlencoded"), [422]),
    ],
    "connections": [
        (get() + get() + get(b"/nowhere"), [200, 200, 404]),
        (get() + get(headers=HOST + b"Connection: close\r\n") + get(),
         [200, 200, CLOSED]),
        (get(version=b"HTTP/1.0", headers=b"") + get(), [200, CLOSED]),
        (get(version=b"HTTP/1.0", headers=b"Connection: keep-alive\r\n") + get(),
         [200, 200]),
        (post(b"Content-Length: 17\r\n", ORDER) + get(), [200, 200]),
        (chunk(b"11") + get(), [200, 200]),
        (get() + b"garbage\r\n" + get(), [200, 400, CLOSED]),
        (get(method=b"HEAD") + get(), [200, 200]),
        (get(b"*", method=b"OPTIONS") + get(), [204, 200]),
        (get(b"/ping?q=%zz") + get(), [200, 200]),
        (seconds(b"x") + get(), [422, 200]),
    ],
}

passed = failed = 0


def expect(what, right):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("FAIL", what)
    return right


# --- asking ------------------------------------------------------------------

def statuses(port, request, count):
    """Of so many answers; CLOSED if the server closes first."""
    found = []
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(request)
        answers = client.makefile("rb")
        while len(found) < count:
            try:
                status = read_answer(answers, request.startswith(b"HEAD")
                                     and not found)
            except (ConnectionError, TimeoutError):
                status = CLOSED
            except (ValueError, IndexError):
                status = GARBLED
            found.append(status)
            if status in (CLOSED, GARBLED):
                break
    return found


def read_answer(answers, is_head):
    line = answers.readline()
    if not line:
        return CLOSED
    status, length, chunked = int(line.split()[1]), 0, False
    while (line := answers.readline()) not in (b"\r\n", b""):
        name, value = line.lower().split(b":", 1)
        if name == b"content-length":
            length = int(value)
        chunked = chunked or (name, value.strip()) == (b"transfer-encoding",
                                                       b"chunked")
    if is_head or status == 204:
        return status
    if status == 100:
        return read_answer(answers, is_head)
    while chunked and (length := int(answers.readline(), 16)):
        answers.read(length + 2)
    answers.read(2 if chunked else length)
    return status


def in_short(request):
    text = request.decode("latin-1").encode("unicode_escape").decode()
    return text if len(text) < 150 else text[:100] + " ... " + text[-40:]


def ask_all(port):
    for kind, probes in PROBES.items():
        right = 0
        for request, expected in probes:
            found = statuses(port, request, len(expected))
            right += expect(f"{kind}: {expected} expected, {found} came: "
                            f"{in_short(request)}", found == expected)
        print(f"{kind:<14}{right:3} of {len(probes)}")


def ask_another(port):
    print(f"\nwhat the server at {port} answers otherwise")
    for kind, probes in PROBES.items():
        for request, expected in probes:
            found = statuses(port, request, len(expected))
            if found != expected:
                print(f"{kind:<14}{found} for {expected}: {in_short(request)}")


# --- the end of a server -----------------------------------------------------

def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def start(program):
    port = free_port()
    server = subprocess.Popen(
        [program], stdout=subprocess.DEVNULL,
        env={**os.environ, "PORT": str(port), "QUIET": "1"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return server, port
        time.sleep(0.05)
    sys.exit("the server does not listen")


def wait_for_thread(server):
    """A def runs in a thread: when there is one, it has begun."""
    while len(os.listdir(f"/proc/{server.pid}/task")) < 2:
        time.sleep(0.01)


def stop(program, number):
    """A request that runs is answered, one half sent is not waited for (then it
    would be 408), and the server says by its status that all is well."""
    server, port = start(program)
    half = socket.create_connection(("127.0.0.1", port))
    half.sendall(b"GET /pi")
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(get(b"/sync/noawait"))
        wait_for_thread(server)
        server.send_signal(number)
        name = signal.Signals(number).name
        expect(f"{name}: what runs is answered",
               read_answer(client.makefile("rb"), False) == 200)
    expect(f"{name}: a good end", server.wait() == 0)
    expect(f"{name}: nobody is waited for",
           read_answer(half.makefile("rb"), False) == 503)
    half.close()


def upload(port):
    """Everything is sent before the answer is read."""
    size = 400 << 20
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(post(b"Content-Length: %d\r\n" % size))
        piece = bytes(1 << 20)
        for _ in range(size >> 20):
            client.sendall(piece)
        expect("400 MiB are refused, and the client hears it",
               read_answer(client.makefile("rb"), False) == 413)


def main():
    server, port = start(sys.argv[1])
    try:
        ask_all(port)
        if len(sys.argv) > 2:
            ask_another(int(sys.argv[2]))
        upload(port)
    finally:
        server.kill()
        server.wait()
    for number in signal.SIGINT, signal.SIGTERM:
        stop(sys.argv[1], number)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
