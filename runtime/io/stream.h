/* stream.h - streams: a descriptor with a buffer on either side.
 *
 *      peer -> kernel -> | incoming bytes | -> readline, read, readexactly
 *      peer <- kernel <- | outgoing bytes | <- write, then drain
 *
 * asyncio's StreamReader and StreamWriter in one.  A line is taken out of the
 * buffer when it is there as a whole: whoever is cancelled while it waits for
 * one has taken nothing.
 *
 *      stream_open(&self->peer, fd);
 *      AWAIT(stream_readline(&self->peer));
 *      while (!is_none(awaited())) {
 *          stream_printf(&self->peer, "you said %s\n", as_text(awaited()));
 *          AWAIT(stream_drain(&self->peer));
 *          AWAIT(stream_readline(&self->peer));
 *      }
 *
 * Ownership: the frame that called stream_open() owns descriptor and buffers;
 * when it ends, the stream is closed.  So keep a stream in a frame that waits
 * for those who use it.
 */
#ifndef HANDLOOP_IO_STREAM_H
#define HANDLOOP_IO_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/coro.h"
#include "core/frame.h"
#include "io/byte_buffer.h"

enum { STREAM_LIMIT = 64 * 1024 };     /* bytes, as in asyncio */

struct stream;

/* Somebody who reads, or drains.  The stream's end is written down here, since
 * the stream itself may be gone. */
struct stream_use {
    struct owned_handle handle;     /* of the frame that uses it */
    struct stream *stream;          /* NULL: it was closed, or opened anew */
    struct stream_use *next, *previous;
};

struct stream {
    struct owned_handle handle;     /* the frame that owns it */
    int fd;                         /* -1: closed */
    uint32_t closes;                /* of that descriptor, before */
    struct { struct stream_use *first, *last; } users;
    struct stream_use *reader;      /* the one that reads, or NULL */
    size_t limit;                   /* bytes in a line, with its end */
    bool blocks;                    /* the descriptor is in blocking mode */
    bool ended;                     /* nothing more will come in, */
    bool ending;                    /* or, when the rest is sent, go out */
    int broken;                     /* why nothing more can go out, or 0 */
    size_t length;                  /* of the last line, in bytes */
    struct byte_buffer in, out;
};

/* Put a stream around a descriptor.  The calling frame owns it.  What was open
 * in the same struct is closed first. */
void stream_open(struct stream *stream, int fd);

/* --- reading: one task at a time (EBUSY) --------------------------------- */

/* The next line: reader.readline().  Gives a text, without its "\n" or "\r\n",
 * that stays until the next call for this stream; stream->length counts its
 * bytes, in case there are zeros among them.  What stands behind the last "\n"
 * is a line, too; after that, none.  EOVERRUN if it is longer than
 * stream->limit; then nothing is taken, and others have had their turn.  A line
 * that is there already comes without suspending. */
MUST_USE
struct coro stream_readline(struct stream *stream);

/* What is there, at most size bytes: reader.read(size).  Gives how many; 0 is
 * the end.  It suspends if nothing is there. */
MUST_USE
struct coro stream_read(struct stream *stream, void *buffer, size_t size);

/* Exactly size bytes: reader.readexactly(size).  EINCOMPLETE if the end comes
 * before; then nothing is taken, and stream_read() gives what there is.  It
 * suspends if there are less. */
MUST_USE
struct coro stream_readexactly(struct stream *stream, void *buffer,
                               size_t size);

/* Is everything read, and the end seen? */
bool stream_at_end(const struct stream *stream);

/* --- writing ------------------------------------------------------------- */

/* Send what the kernel takes at once, and keep the rest: writer.write().  Drain
 * now and then, or a slow reader makes the rest grow.  data need not stay.
 * 0, ENOMEM (nothing is kept), or what broke the stream before: EPIPE, ... */
int stream_write(struct stream *stream, const void *data, size_t size);

/* The same, formatted like printf(). */
PRINTF_LIKE(2, 3)
int stream_printf(struct stream *stream, const char *format, ...);

/* Send the rest and let others run: writer.drain().  It always suspends, and
 * raises what broke the stream: EPIPE, ECONNRESET, ... */
MUST_USE
struct coro stream_drain(struct stream *stream);

/* --- closing ------------------------------------------------------------- */

/* Say "the end" to the peer, behind all that was written: writer.write_eof().
 * Only for sockets. */
void stream_write_end(struct stream *stream);

/* Close it, before the frame ends.  Those who use it are told (EBADF).  What
 * was written and is not sent yet goes out in the background, and then the
 * descriptor is closed; the end of the loop cuts that short, and says so.
 * Closing twice is fine: writer.close() */
void stream_close(struct stream *stream);

#endif
