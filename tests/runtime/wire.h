/* wire.h - a descriptor whose other end plays a script.
 *
 * Two programs run the same scenes (test_io.c, test_stream.c): build/tests/
 * runtime on real sockets (wire_sockets.c), build/tests/scripted on a table of
 * descriptors that exist only there (wire_table.c), where reads and writes are
 * cut to pieces as the script says.  Both must tell the same.
 */
#ifndef HANDLOOP_WIRE_H
#define HANDLOOP_WIRE_H

#include <stdbool.h>
#include <stddef.h>

/* What comes in when; bytes NULL: the end. */
struct arrival {
    int ms;                         /* after wire_open() */
    const char *bytes;
};

enum { WIRE_ARRIVALS = 16, WIRE_FAULTS = 4, WIRE_ROOM = 8192 };

struct wire_script {
    struct arrival arrivals[WIRE_ARRIVALS];     /* in order; ms < 0 ends it */
    int count;
    size_t chunk;                   /* scripted: most bytes a read; 0: any */
    size_t takes;                   /* scripted: bytes a write, each 1 ms */
    int faults[WIRE_FAULTS];        /* scripted: what errno says before the
                                       first reads, or accepts, succeed */
};

/* The script of these arrivals. */
#define SCRIPT(...)                                                          \
    .arrivals = {__VA_ARGS__},                                               \
    .count = sizeof((struct arrival[]){__VA_ARGS__}) / sizeof(struct arrival)

/* Our end, in a running loop.  The script is copied. */
int wire_open(const struct wire_script *script);

/* What was written to it until now. */
const char *wire_received(int fd);

/* Is this the scripted table? */
extern const bool wire_is_scripted;

#endif
