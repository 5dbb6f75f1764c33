/* stream.c - lines and bytes over a descriptor. */
#include "io/stream.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/stack.h"
#include "core/task.h"
#include "io/byte_buffer_private.h"
#include "io/io.h"
#include "io/once.h"
#include "memory/list.h"

/* --- open and close ------------------------------------------------------ */

static void end_use(struct owned_handle *handle)
{
    struct stream_use *use = (struct stream_use *)handle;
    if (!use->stream)
        return;
    if (use->stream->reader == use)
        use->stream->reader = NULL;
    list_remove(&use->stream->users, use);
    use->stream = NULL;
}

static const struct handle_type use_type = {.release = end_use};

/* The running frame uses it until it ends. */
static void begin_use(struct stream_use *use, struct stream *stream)
{
    *use = (struct stream_use){.handle = {.type = &use_type}, .stream = stream};
    list_append(&stream->users, use);
    handle_own(&use->handle);
}

/* Is its descriptor still its own?  Somebody may have closed the number. */
static bool is_open(const struct stream *stream)
{
    return stream->fd >= 0 && loop_fd_closes(stream->fd) == stream->closes;
}

/* What a stream could not send before it was closed. */
struct sending_the_rest {
    CORO;
    int fd;
    struct byte_buffer rest;
    bool blocks;
};

static void tell_what_is_lost(const struct sending_the_rest *self)
{
    loop_report(textf("a stream was closed, and %zu bytes that were written to "
                      "it are lost: drain before the loop ends",
                      buffer_left(&self->rest)), NULL);
}

ASYNC(sending_the_rest)
{
    ssize_t count;
    int error = 0;
    BEGIN;
    while (buffer_left(&self->rest) > 0 && !error) {
        TRY_AWAIT(async_writable(self->fd));
        if (failure())
            break;
        size_t most = self->blocks && buffer_left(&self->rest) > PIPE_BUF
                    ? PIPE_BUF : buffer_left(&self->rest);
        error = write_once(self->fd, buffer_begin(&self->rest), most, &count);
        if (count > 0)
            buffer_take(&self->rest, (size_t)count);
    }
    if (failure())
        tell_what_is_lost(self);
    buffer_free(&self->rest);
    if (failure() != EBADF)
        close_fd(self->fd);
    END;
}

/* The descriptor goes, now or when the rest is sent. */
static void close_descriptor(struct stream *stream)
{
    if (!is_open(stream))
        return;                         /* the number is somebody else's */
    if (buffer_left(&stream->out) == 0 || stream->broken) {
        close_fd(stream->fd);
        return;
    }
    loop_forget_fd(stream->fd);
    spawn(coro(sending_the_rest, .fd = stream->fd, .rest = stream->out,
               .blocks = stream->blocks));
    stream->out = (struct byte_buffer){0};
}

static void release(struct owned_handle *handle)
{
    struct stream *stream = (struct stream *)handle;
    while (stream->users.first)
        end_use(&stream->users.first->handle);
    close_descriptor(stream);
    stream->fd = -1;
    stream->ended = true;
    stream->broken = EBADF;
    buffer_free(&stream->in);
    buffer_free(&stream->out);
}

static const struct handle_type stream_type = {.release = release};

void stream_open(struct stream *stream, int fd)
{
    loop_needed("stream_open()");
    if (handle_is_owned_here(&stream->handle))
        handle_release(&stream->handle);
    *stream = (struct stream){.handle = {.type = &stream_type},
                              .fd = fd,
                              .closes = loop_fd_closes(fd),
                              .limit = STREAM_LIMIT,
                              .blocks = fd_blocks(fd)};
    handle_own(&stream->handle);
}

void stream_close(struct stream *stream)
{
    release(&stream->handle);       /* its owner does it again, to no effect */
}

/* --- filling the incoming buffer ----------------------------------------- */

/* Read once what is there.  0, or the error. */
static int fill(struct stream *stream)
{
    enum { AT_LEAST = 512 };
    ssize_t count;
    if (!buffer_reserve(&stream->in, AT_LEAST))
        return ENOMEM;
    int error = read_once(stream->fd, stream->in.bytes + stream->in.used,
                          stream->in.room - stream->in.used, &count);
    if (!error && count >= 0) {
        stream->in.used += (size_t)count;
        stream->ended = count == 0;
    }
    return error;
}

/* Wait for more. */
struct waiting_for_bytes {
    CORO;
    const struct stream_use *reader;
};

ASYNC(waiting_for_bytes)
{
    int error;
    BEGIN;
    if (!is_open(self->reader->stream))
        RAISE(EBADF, "the stream is closed");
    AWAIT(async_readable(self->reader->stream->fd));
    if (!self->reader->stream || !is_open(self->reader->stream))
        RAISE(EBADF, "the stream was closed");
    error = fill(self->reader->stream);
    if (error)
        RAISE(error, "reading from a stream");
    END;
}

static struct coro more_bytes(const struct stream_use *reader)
{
    return coro(waiting_for_bytes, .reader = reader);
}

/* From now on this frame is the one that reads.  False: there is another. */
static bool begin_reading(struct stream_use *use, struct stream *stream)
{
    if (stream->reader)
        return false;
    begin_use(use, stream);
    stream->reader = use;
    return true;
}

/* At the beginning of everything that reads. */
#define BEGIN_READING                                                        \
    do {                                                                     \
        if (!begin_reading(&self->reader, self->stream))                     \
            RAISE(EBUSY, "another task reads from this stream");             \
    } while (0)

bool stream_at_end(const struct stream *stream)
{
    return stream->ended && buffer_left(&stream->in) == 0;
}

/* --- lines ---------------------------------------------------------------
 *
 * A line ends behind its "\n", or where the stream ends.
 */

/* Is there a line?  *size: its size with its end; if there is none, of what is
 * there.  searched: bytes that are known to have no "\n". */
static bool find_line(const struct stream *stream, size_t searched,
                      size_t *size)
{
    *size = buffer_left(&stream->in);
    if (*size > searched) {
        const char *begin = buffer_begin(&stream->in);
        const char *end = memchr(begin + searched, '\n', *size - searched);
        if (end)
            *size = (size_t)(end - begin) + 1;
        if (end)
            return true;
    }
    return stream->ended;
}

static size_t without_end(const char *line, size_t size)
{
    if (line[size - 1] != '\n')
        return size;
    return size > 1 && line[size - 2] == '\r' ? size - 2 : size - 1;
}

/* Take it, with a zero where its end was. */
static struct value take_line(struct stream *stream, size_t size)
{
    char *line = buffer_begin(&stream->in);
    stream->length = without_end(line, size);
    line[stream->length] = '\0';
    buffer_take(&stream->in, size);
    return value_text(line);
}

struct reading_line {
    CORO;
    struct stream *stream;
    struct stream_use reader;
    size_t searched;
};

ASYNC(reading_line)
{
    size_t size;
    BEGIN;
    BEGIN_READING;
    while (!find_line(self->stream, self->searched, &size) &&
           size <= self->stream->limit) {
        self->searched = size;
        AWAIT(more_bytes(&self->reader));
    }
    if (size == 0)
        RETURN(value_none());
    if (size > self->stream->limit) {
        AWAIT(async_sleep(0));  /* whoever catches it may try again at once */
        RAISE(EOVERRUN, "a line is longer than the stream's limit");
    }
    if (!buffer_reserve(&self->stream->in, 0))   /* there is the zero */
        RAISE(ENOMEM, "no memory for a line");
    RETURN(take_line(self->stream, size));
    END;
}

struct coro stream_readline(struct stream *stream)
{
    return coro(reading_line, .stream = stream);
}

/* --- bytes in any number ------------------------------------------------- */

static size_t take_bytes(struct stream *stream, void *buffer, size_t most)
{
    size_t size = buffer_left(&stream->in);
    if (size > most)
        size = most;
    if (size > 0)
        memcpy(buffer, buffer_begin(&stream->in), size);
    buffer_take(&stream->in, size);
    return size;
}

struct reading_bytes {
    CORO;
    struct stream *stream;
    struct stream_use reader;
    void *buffer;
    size_t size;
};

ASYNC(reading_bytes)
{
    BEGIN;
    BEGIN_READING;
    while (buffer_left(&self->stream->in) == 0 && !self->stream->ended)
        AWAIT(more_bytes(&self->reader));
    RETURN(take_bytes(self->stream, self->buffer, self->size));
    END;
}

struct coro stream_read(struct stream *stream, void *buffer, size_t size)
{
    return coro(reading_bytes, .stream = stream, .buffer = buffer,
                .size = size);
}

struct reading_exactly {
    CORO;
    struct stream *stream;
    struct stream_use reader;
    void *buffer;
    size_t size;
};

ASYNC(reading_exactly)
{
    BEGIN;
    BEGIN_READING;
    while (buffer_left(&self->stream->in) < self->size && !self->stream->ended)
        AWAIT(more_bytes(&self->reader));
    if (buffer_left(&self->stream->in) < self->size)
        RAISE(EINCOMPLETE, "the stream ended after %zu of %zu bytes",
              buffer_left(&self->stream->in), self->size);
    RETURN(take_bytes(self->stream, self->buffer, self->size));
    END;
}

struct coro stream_readexactly(struct stream *stream, void *buffer,
                               size_t size)
{
    return coro(reading_exactly, .stream = stream, .buffer = buffer,
                .size = size);
}

/* --- writing ------------------------------------------------------------- */

/* Send what the kernel takes. */
static void send_some(struct stream *stream)
{
    ssize_t count;
    size_t size = buffer_left(&stream->out);
    if (size == 0)
        return;         /* somebody else, who drains too, was faster */
    if (stream->blocks && size > PIPE_BUF)
        size = PIPE_BUF;
    stream->broken = write_once(stream->fd, buffer_begin(&stream->out), size,
                                &count);
    if (count > 0)
        buffer_take(&stream->out, (size_t)count);
    if (stream->broken)
        buffer_free(&stream->out);
    if (stream->ending && buffer_left(&stream->out) == 0)
        shutdown(stream->fd, SHUT_WR);
}

int stream_write(struct stream *stream, const void *data, size_t size)
{
    if (stream->broken || !is_open(stream))
        return stream->broken ? stream->broken : EBADF;
    if (stream->ending)
        return EPIPE;
    if (!buffer_reserve(&stream->out, size))
        return ENOMEM;
    bool first = buffer_left(&stream->out) == 0;
    if (size == 0)
        return 0;
    buffer_add(&stream->out, data, size);
    if (first && !stream->blocks)
        send_some(stream);
    return stream->broken;
}

int stream_printf(struct stream *stream, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (text)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    va_end(args);
    int error = text ? stream_write(stream, text, (size_t)size) : ENOMEM;
    free(text);
    return error;
}

void stream_write_end(struct stream *stream)
{
    stream->ending = true;
    if (buffer_left(&stream->out) == 0 && is_open(stream))
        shutdown(stream->fd, SHUT_WR);
}

struct draining_stream {
    CORO;
    struct stream *stream;
    struct stream_use use;
};

ASYNC(draining_stream)
{
    BEGIN;
    begin_use(&self->use, self->stream);
    AWAIT(async_sleep(0));
    while (self->use.stream && buffer_left(&self->stream->out) > 0) {
        AWAIT(async_writable(self->stream->fd));
        if (self->use.stream && is_open(self->stream))
            send_some(self->stream);
    }
    if (!self->use.stream)
        RAISE(EBADF, "the stream was closed");
    if (self->stream->broken)
        RAISE(self->stream->broken, "writing to a stream");
    END;
}

struct coro stream_drain(struct stream *stream)
{
    return coro(draining_stream, .stream = stream);
}
