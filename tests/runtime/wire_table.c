/* wire_table.c - wires that exist only in this table, and system calls that
 * know them.  Time is the loop's virtual clock: the table sets a timer for
 * everything that will happen. */
#define WIRE_CALLS_ARE_REAL
#include "wire_calls.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"
#include "wire.h"

const bool wire_is_scripted = true;

/* Numbers that no real descriptor of these tests has. */
enum { WIRES = 8, FIRST = FD_SETSIZE - WIRES };

static struct wire {
    struct wire_script script;
    bool open, shut;
    double opened, writable;        /* when, in seconds */
    int next, fault;                /* arrival; fault */
    size_t offset;                  /* in that arrival */
    char received[WIRE_ROOM];
    size_t size;
} wires[WIRES];

static struct wire *wire_of(int fd)
{
    return fd >= FIRST && fd < FIRST + WIRES ? &wires[fd - FIRST] : NULL;
}

static int refuse(int error)
{
    errno = error;
    return -1;
}

/* --- what is there ------------------------------------------------------- */

static bool due(double when)
{
    return when <= loop_time() + 1e-9;
}

static const struct arrival *arrived(const struct wire *wire)
{
    if (wire->next == wire->script.count)
        return NULL;
    const struct arrival *arrival = &wire->script.arrivals[wire->next];
    return due(wire->opened + arrival->ms / 1000.0) ? arrival : NULL;
}

static bool is_faulty(const struct wire *wire)
{
    return wire->fault < WIRE_FAULTS && wire->script.faults[wire->fault];
}

static bool can_read(const struct wire *wire)
{
    return is_faulty(wire) || arrived(wire);
}

static bool can_write(const struct wire *wire)
{
    return due(wire->writable);
}

static void something_happens(void *arg)
{
    (void)arg;      /* the clock has come to it, and the loop looks again */
}

/* --- the script ---------------------------------------------------------- */

int wire_open(const struct wire_script *script)
{
    static int count;
    ck_assert_int_lt(count, WIRES);
    struct wire *wire = &wires[count];
    *wire = (struct wire){.script = *script, .open = true,
                          .opened = loop_time(), .writable = loop_time()};
    for (int i = 0; i < script->count; i++)
        call_later(script->arrivals[i].ms / 1000.0, something_happens, NULL);
    return FIRST + count++;
}

const char *wire_received(int fd)
{
    return wire_of(fd)->received;
}

/* --- the calls ----------------------------------------------------------- */

ssize_t wire_read(int fd, void *buffer, size_t size)
{
    struct wire *wire = wire_of(fd);
    if (!wire)
        return read(fd, buffer, size);
    if (!wire->open)
        return refuse(EBADF);
    if (is_faulty(wire))
        return refuse(wire->script.faults[wire->fault++]);
    const struct arrival *arrival = arrived(wire);
    if (!arrival)
        return refuse(EAGAIN);
    if (!arrival->bytes)
        return 0;
    const char *bytes = arrival->bytes + wire->offset;
    size_t most = wire->script.chunk ? wire->script.chunk : WIRE_ROOM;
    most = most < size ? most : size;
    size = strlen(bytes) < most ? strlen(bytes) : most;
    memcpy(buffer, bytes, size);
    wire->offset += size;
    if (!bytes[size]) {
        wire->next++;
        wire->offset = 0;
    }
    return (ssize_t)size;
}

static bool peer_is_gone(const struct wire *wire)
{
    const struct arrival *arrival = arrived(wire);
    return arrival && !arrival->bytes;
}

ssize_t wire_write(int fd, const void *data, size_t size)
{
    struct wire *wire = wire_of(fd);
    if (!wire)
        return write(fd, data, size);
    if (!wire->open)
        return refuse(EBADF);
    if (peer_is_gone(wire) || wire->shut)
        return refuse(EPIPE);
    if (!can_write(wire))
        return refuse(EAGAIN);
    if (wire->script.takes > 0) {
        size = size < wire->script.takes ? size : wire->script.takes;
        wire->writable = loop_time() + 0.001;
        call_later(0.001, something_happens, NULL);
    }
    ck_assert_uint_lt(wire->size + size, WIRE_ROOM);
    memcpy(wire->received + wire->size, data, size);
    wire->size += size;
    return (ssize_t)size;
}

int wire_accept(int fd, struct sockaddr *address, socklen_t *size)
{
    struct wire *wire = wire_of(fd);
    if (!wire)
        return accept(fd, address, size);
    if (is_faulty(wire))
        return refuse(wire->script.faults[wire->fault++]);
    if (!arrived(wire))
        return refuse(EAGAIN);
    wire->next++;
    return open("/dev/null", O_RDWR);
}

int wire_shutdown(int fd, int how)
{
    struct wire *wire = wire_of(fd);
    if (!wire)
        return shutdown(fd, how);
    wire->shut = true;
    return 0;
}

int wire_close(int fd)
{
    struct wire *wire = wire_of(fd);
    if (!wire)
        return close(fd);
    wire->open = false;
    return 0;
}

int wire_fcntl(int fd, int command, int argument)
{
    struct wire *wire = wire_of(fd);
    if (!wire)
        return fcntl(fd, command, argument);
    if (!wire->open)
        return refuse(EBADF);
    return command == F_GETFL ? O_NONBLOCK : 0;
}

struct look {
    int wires, ready, closed;       /* so many of those in the sets */
};

/* Move the wires that are ready from one set to another. */
static void look_at(fd_set *set, fd_set *ready, struct look *look,
                    bool (*possible)(const struct wire *wire))
{
    FD_ZERO(ready);
    for (int fd = FIRST; fd < FIRST + WIRES; fd++) {
        if (!FD_ISSET(fd, set))
            continue;
        FD_CLR(fd, set);
        look->wires++;
        look->closed += !wire_of(fd)->open;
        if (!possible(wire_of(fd)))
            continue;
        look->ready++;
        FD_SET(fd, ready);
    }
}

static void add(fd_set *set, const fd_set *ready)
{
    for (int fd = FIRST; fd < FIRST + WIRES; fd++)
        if (FD_ISSET(fd, ready))
            FD_SET(fd, set);
}

int wire_select(int count, fd_set *reading, fd_set *writing, fd_set *other,
                struct timeval *limit)
{
    fd_set readable, writable;
    struct timeval at_once = {0};
    struct look look = {0};
    look_at(reading, &readable, &look, can_read);
    look_at(writing, &writable, &look, can_write);
    if (look.closed > 0)
        return refuse(EBADF);
    if (!limit && look.wires > 0 && look.ready == 0) {
        fputs("wire_select: nothing will ever happen\n", stderr);
        abort();
    }
    int real = select(count, reading, writing, other,
                      look.ready > 0 ? &at_once : limit);
    if (real < 0)
        return -1;
    add(reading, &readable);
    add(writing, &writable);
    return look.ready + real;
}

/* --- main ---------------------------------------------------------------- */

Suite *io_suite(void);
Suite *stream_suite(void);

int main(void)
{
    SRunner *runner = srunner_create(io_suite());
    srunner_add_suite(runner, stream_suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
           failed);
    srunner_free(runner);
    return failed != 0;
}
