/* wire_sockets.c - wires that are real socket pairs: the script is played by
 * tasks at their other ends. */
#include "wire.h"

#include <check.h>
#include <string.h>
#include <unistd.h>

#include "runtime.h"

const bool wire_is_scripted = false;

enum { WIRES = 8 };

static struct wire {
    struct wire_script script;
    int ends[2];
    char received[WIRE_ROOM];
    size_t size;
} wires[WIRES];

static int wire_count;

struct wire_plays {
    CORO;
    struct wire *wire;
    int ms, next;
};

ASYNC(wire_plays)
{
    const struct arrival *arrival;
    BEGIN;
    for (; self->next < self->wire->script.count; self->next++) {
        arrival = &self->wire->script.arrivals[self->next];
        AWAIT(async_sleep((arrival->ms - self->ms) / 1000.0));
        arrival = &self->wire->script.arrivals[self->next];
        self->ms = arrival->ms;
        if (!arrival->bytes)
            close_fd(self->wire->ends[1]);
        else
            ck_assert_int_eq(write(self->wire->ends[1], arrival->bytes,
                                   strlen(arrival->bytes)),
                             (int)strlen(arrival->bytes));
    }
    END;
}

struct wire_listens {
    CORO;
    struct wire *wire;
};

ASYNC(wire_listens)
{
    struct wire *wire = self->wire;
    BEGIN;
    for (;;) {
        TRY_AWAIT(async_read(wire->ends[1], wire->received + wire->size,
                             WIRE_ROOM - 1 - wire->size));
        if (failure() == ECANCELED)
            RERAISE;
        if (failure() || as_int(awaited()) == 0)
            break;
        wire->size += (size_t)as_int(awaited());
    }
    END;
}

int wire_open(const struct wire_script *script)
{
    ck_assert_int_lt(wire_count, WIRES);
    struct wire *wire = &wires[wire_count++];
    wire->script = *script;
    ck_assert_int_eq(make_socket_pair(wire->ends), 0);
    spawn(coro(wire_plays, .wire = wire));
    spawn(coro(wire_listens, .wire = wire));
    return wire->ends[0];
}

const char *wire_received(int fd)
{
    for (int i = 0; i < wire_count; i++)
        if (wires[i].ends[0] == fd)
            return wires[i].received;
    return "(no wire)";
}
