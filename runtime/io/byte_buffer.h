/* byte_buffer.h - bytes: added at the end, taken at the front.
 *
 *      | taken | what is there | room |
 *
 * All zero is an empty buffer.  (What is done with it: byte_buffer_private.h.)
 */
#ifndef HANDLOOP_IO_BYTE_BUFFER_H
#define HANDLOOP_IO_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct byte_buffer {
    char *bytes;            /* NULL at first; what is added has a NUL behind */
    size_t taken, used, room;       /* each counted from the beginning */
    bool incomplete;        /* there was no memory for all of it */
};

#endif
