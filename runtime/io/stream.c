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
#include "io/io.h"
#include "io/once.h"

/* --- bytes: taken at the front, added at the end ------------------------- */

static char *bytes_begin(const struct stream_bytes *bytes)
{
    return bytes->start + bytes->first;
}

static char *bytes_end(const struct stream_bytes *bytes)
{
    return bytes_begin(bytes) + bytes->count;
}

static size_t bytes_free(const struct stream_bytes *bytes)
{
    return bytes->room - bytes->first - bytes->count;
}

static void bytes_take(struct stream_bytes *bytes, size_t size)
{
    bytes->count -= size;
    bytes->first = bytes->count > 0 ? bytes->first + size : 0;
}

static void move_to_front(struct stream_bytes *bytes)
{
    if (bytes->first > 0)
        memmove(bytes->start, bytes_begin(bytes), bytes->count);
    bytes->first = 0;
}

/* Make room for size bytes more at the end.  False without memory. */
static bool bytes_reserve(struct stream_bytes *bytes, size_t size)
{
    enum { AT_FIRST = 1024 };
    if (bytes_free(bytes) >= size)
        return true;
    move_to_front(bytes);
    if (bytes_free(bytes) >= size)
        return true;
    if (size > SIZE_MAX / 2 - bytes->count)
        return false;
    size_t room = bytes->room ? bytes->room : AT_FIRST;
    while (room - bytes->count < size)
        room *= 2;
    char *start = realloc(bytes->start, room);
    if (!start)
        return false;
    bytes->start = start;
    bytes->room = room;
    return true;
}

static void bytes_drop(struct stream_bytes *bytes)
{
    free(bytes->start);
    *bytes = (struct stream_bytes){0};
}

/* --- open and close ------------------------------------------------------ */

static void end_use(struct owned_handle *handle)
{
    struct stream_use *use = (struct stream_use *)handle;
    if (!use->stream)
        return;
    if (use->stream->reader == use)
        use->stream->reader = NULL;
    *use->link = use->next;
    if (use->next)
        use->next->link = use->link;
    use->stream = NULL;
}

static const struct handle_type use_type = {.release = end_use};

/* The running frame uses it until it ends. */
static void begin_use(struct stream_use *use, struct stream *stream)
{
    *use = (struct stream_use){.handle = {.type = &use_type},
                               .stream = stream,
                               .next = stream->users,
                               .link = &stream->users};
    if (use->next)
        use->next->link = &use->next;
    stream->users = use;
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
    struct stream_bytes rest;
    bool blocks;
};

static void tell_what_is_lost(const struct sending_the_rest *self)
{
    loop_report(textf("a stream was closed, and %zu bytes that were written to "
                      "it are lost: drain before the loop ends",
                      self->rest.count), NULL);
}

ASYNC(sending_the_rest)
{
    ssize_t count;
    int error = 0;
    BEGIN;
    while (self->rest.count > 0 && !error) {
        TRY_AWAIT(async_writable(self->fd));
        if (failure())
            break;
        size_t most = self->blocks && self->rest.count > PIPE_BUF
                    ? PIPE_BUF : self->rest.count;
        error = write_once(self->fd, bytes_begin(&self->rest), most, &count);
        if (count > 0)
            bytes_take(&self->rest, (size_t)count);
    }
    if (failure())
        tell_what_is_lost(self);
    bytes_drop(&self->rest);
    if (failure() != EBADF)
        close_fd(self->fd);
    END;
}

/* The descriptor goes, now or when the rest is sent. */
static void close_descriptor(struct stream *stream)
{
    if (!is_open(stream))
        return;                         /* the number is somebody else's */
    if (stream->out.count == 0 || stream->broken) {
        close_fd(stream->fd);
        return;
    }
    loop_forget_fd(stream->fd);
    spawn(coro(sending_the_rest, .fd = stream->fd, .rest = stream->out,
               .blocks = stream->blocks));
    stream->out = (struct stream_bytes){0};
}

static void release(struct owned_handle *handle)
{
    struct stream *stream = (struct stream *)handle;
    while (stream->users)
        end_use(&stream->users->handle);
    close_descriptor(stream);
    stream->fd = -1;
    stream->ended = true;
    stream->broken = EBADF;
    bytes_drop(&stream->in);
    bytes_drop(&stream->out);
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
    if (!bytes_reserve(&stream->in, AT_LEAST))
        return ENOMEM;
    int error = read_once(stream->fd, bytes_end(&stream->in),
                          bytes_free(&stream->in), &count);
    if (!error && count >= 0) {
        stream->in.count += (size_t)count;
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
    return stream->ended && stream->in.count == 0;
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
    *size = stream->in.count;
    if (stream->in.count > searched) {
        const char *begin = bytes_begin(&stream->in);
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
    char *line = bytes_begin(&stream->in);
    stream->length = without_end(line, size);
    line[stream->length] = '\0';
    bytes_take(&stream->in, size);
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
    if (!bytes_reserve(&self->stream->in, 1))   /* for the zero */
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
    size_t size = stream->in.count < most ? stream->in.count : most;
    if (size > 0)
        memcpy(buffer, bytes_begin(&stream->in), size);
    bytes_take(&stream->in, size);
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
    while (self->stream->in.count == 0 && !self->stream->ended)
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
    while (self->stream->in.count < self->size && !self->stream->ended)
        AWAIT(more_bytes(&self->reader));
    if (self->stream->in.count < self->size)
        RAISE(EINCOMPLETE, "the stream ended after %zu of %zu bytes",
              self->stream->in.count, self->size);
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
    size_t size = stream->out.count;
    if (size == 0)
        return;         /* somebody else, who drains too, was faster */
    if (stream->blocks && size > PIPE_BUF)
        size = PIPE_BUF;
    stream->broken = write_once(stream->fd, bytes_begin(&stream->out), size,
                                &count);
    if (count > 0)
        bytes_take(&stream->out, (size_t)count);
    if (stream->broken)
        bytes_drop(&stream->out);
    if (stream->ending && stream->out.count == 0)
        shutdown(stream->fd, SHUT_WR);
}

int stream_write(struct stream *stream, const void *data, size_t size)
{
    if (stream->broken || !is_open(stream))
        return stream->broken ? stream->broken : EBADF;
    if (stream->ending)
        return EPIPE;
    if (!bytes_reserve(&stream->out, size))
        return ENOMEM;
    bool first = stream->out.count == 0;
    if (size == 0)
        return 0;
    memcpy(bytes_end(&stream->out), data, size);
    stream->out.count += size;
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
    if (stream->out.count == 0 && is_open(stream))
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
    while (self->use.stream && self->stream->out.count > 0) {
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
