/* test_stream.c - streams: lines and bytes, buffered. */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture.h"
#include "../inside.h"
#include "scene.h"
#include "suites.h"
#include "wire.h"

/* --- lines --------------------------------------------------------------- */

struct reads_lines {
    CORO;
    struct wire_script script;
    size_t limit;
    struct stream stream;
};

ASYNC(reads_lines)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&self->script));
    if (self->limit > 0)
        self->stream.limit = self->limit;
    for (;;) {
        TRY_AWAIT(stream_readline(&self->stream));
        if (failure() || is_none(awaited()))
            break;
        tell("'%s' %zu", as_text(awaited()), self->stream.length);
    }
    tell("%s %d", failure() ? error_name(failure()) : "the end",
         stream_at_end(&self->stream));
    END;
}

static struct wire_script some_lines(size_t chunk)
{
    return (struct wire_script){
        SCRIPT({10, "one\ntw"}, {20, "o\r\n\n"}, {30, "\nlast\r"}, {40, NULL}),
        .chunk = chunk};
}

static int play_lines(void *arg)
{
    for (size_t chunk = 0; chunk < 4; chunk++) {
        int code = play(coro(reads_lines, .script = some_lines(chunk)));
        if (code)
            return code;
    }
    (void)arg;
    return 0;
}

#define THE_LINES                                                            \
    "10 'one' 3\n20 'two' 3\n20 '' 0\n30 '' 0\n40 'last\r' 5\n40 the end 1\n"

START_TEST(lines_however_they_come)
{
    watch_scene(play_lines, THE_LINES THE_LINES THE_LINES THE_LINES, "");
}
END_TEST

static int play_too_long(void *arg)
{
    (void)arg;
    int code = play(coro(reads_lines, .limit = 5, .script = {
        SCRIPT({0, "1234\n"}, {10, "123456"}, {20, "\n"}, {30, NULL})}));
    return code ? code : play(coro(reads_lines, .limit = 5, .script = {
        SCRIPT({0, "1234\n123456\n"}, {30, NULL})}));
}

START_TEST(line_too_long)
{
    watch_scene(play_too_long, "0 '1234' 4\n10 LimitOverrunError 0\n"
                "0 '1234' 4\n0 LimitOverrunError 0\n", "");
}
END_TEST

/* Nothing is lost: what was too long can be read otherwise. */
struct gets_past_it {
    CORO;
    struct stream stream;
    char buffer[16];
};

ASYNC(gets_past_it)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&(struct wire_script){
        SCRIPT({0, "12345\nnext\n"}, {10, NULL})}));
    self->stream.limit = 5;
    TRY_AWAIT(stream_readline(&self->stream));
    ck_assert_int_eq(failure(), EOVERRUN);
    AWAIT(stream_readexactly(&self->stream, self->buffer, 6));
    tell("%.5s", self->buffer);
    AWAIT(stream_readline(&self->stream));
    tell("%s", as_text(awaited()));
    END;
}
SCENE(gets_past_it, "0 12345\n0 next\n")

struct interrupted_line {
    CORO;
    struct stream stream;
};

/* Cancelled in the middle of a line: nothing of it is lost. */
ASYNC(interrupted_line)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&(struct wire_script){
        SCRIPT({0, "hello "}, {20, "world\n"}, {30, NULL})}));
    TRY_AWAIT(wait_for(stream_readline(&self->stream), 0.010));
    tell("%s", ended());
    AWAIT(stream_readline(&self->stream));
    tell("%s", as_text(awaited()));
    END;
}
SCENE(interrupted_line, "10 TimeoutError\n20 hello world\n")

/* --- bytes --------------------------------------------------------------- */

struct exactly {
    CORO;
    struct stream stream;
    char buffer[16];
};

ASYNC(exactly)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&(struct wire_script){
        SCRIPT({0, "ab"}, {10, "cdefg"}, {20, "h"}, {30, NULL}), .chunk = 3}));
    AWAIT(stream_readexactly(&self->stream, self->buffer, 4));
    tell("%.4s", self->buffer);
    TRY_AWAIT(stream_readexactly(&self->stream, self->buffer, 5));
    tell("%s, %d", error_to_text(caught()), stream_at_end(&self->stream));
    AWAIT(stream_read(&self->stream, self->buffer, 3));
    tell("%d %.3s", (int)as_int(awaited()), self->buffer);
    AWAIT(stream_read(&self->stream, self->buffer, 3));
    tell("%d %.1s", (int)as_int(awaited()), self->buffer);
    AWAIT(stream_read(&self->stream, self->buffer, 3));
    tell("%d, %d", (int)as_int(awaited()), stream_at_end(&self->stream));
    END;
}
SCENE(exactly, "10 abcd\n"
      "30 IncompleteReadError: the stream ended after 4 of 5 bytes, 0\n"
      "30 3 efg\n30 1 h\n30 0, 1\n")

/* --- writing ------------------------------------------------------------- */

struct writes_much {
    CORO;
    struct stream stream;
    int fd, i;
};

ASYNC(writes_much)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){.takes = 5});
    stream_open(&self->stream, self->fd);
    ck_assert_int_eq(stream_write(&self->stream, "", 0), 0);
    for (self->i = 0; self->i < 5; self->i++)
        ck_assert_int_eq(stream_printf(&self->stream, "line %d\n", self->i), 0);
    AWAIT(stream_drain(&self->stream));
    ck_assert_uint_eq(buffer_left(&self->stream.out), 0);
    AWAIT(stream_drain(&self->stream));     /* nothing is left to send */
    AWAIT(async_sleep(0.001));
    tell("%s", strcmp(wire_received(self->fd),
                      "line 0\nline 1\nline 2\nline 3\nline 4\n") == 0
               ? "all" : wire_received(self->fd));
    END;
}

static int play_much(void *arg)
{
    (void)arg;
    return play(coro(writes_much));
}

START_TEST(test_writes_much)
{
    watch_scene(play_much, wire_is_scripted ? "7 all\n" : "1 all\n", "");
}
END_TEST

/* Two tasks write to one stream and drain it at the same time. */
struct drains {
    CORO;
    struct stream *stream;
};

ASYNC(drains)
{
    BEGIN;
    stream_printf(self->stream, "0123456789");
    AWAIT(stream_drain(self->stream));
    END;
}

struct drained_by_two {
    CORO;
    struct stream stream;
    struct value done[2];
    int fd;
};

ASYNC(drained_by_two)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){.takes = 3});
    stream_open(&self->stream, self->fd);
    AWAIT(gather(self->done, coro(drains, .stream = &self->stream),
                 coro(drains, .stream = &self->stream)));
    AWAIT(async_sleep(0.010 - loop_time()));
    tell("%s", wire_received(self->fd));
    END;
}
SCENE(drained_by_two, "10 01234567890123456789\n")

struct broken_stream {
    CORO;
    struct stream stream;
};

ASYNC(broken_stream)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&(struct wire_script){
        SCRIPT({10, NULL})}));
    AWAIT(async_sleep(0.020));
    stream_printf(&self->stream, "hello?");
    TRY_AWAIT(stream_drain(&self->stream));
    tell("%d", failure() == EPIPE);
    ck_assert_int_eq(stream_printf(&self->stream, "hello?"), EPIPE);
    END;
}
SCENE(broken_stream, "20 1\n")

/* --- the end ------------------------------------------------------------- */

struct half_closed {
    CORO;
    int ends[2];
    struct stream one, other;
};

/* One says the end, and still hears the answer. */
ASYNC(half_closed)
{
    BEGIN;
    make_socket_pair(self->ends);
    stream_open(&self->one, self->ends[0]);
    stream_open(&self->other, self->ends[1]);
    stream_printf(&self->one, "question");
    stream_write_end(&self->one);
    ck_assert_int_eq(stream_printf(&self->one, "?"), EPIPE);
    AWAIT(stream_readline(&self->other));
    tell("%s", as_text(awaited()));
    AWAIT(stream_readline(&self->other));
    tell("%s", value_to_text(awaited()));
    stream_printf(&self->other, "answer\n");
    stream_close(&self->other);
    stream_close(&self->other);
    AWAIT(stream_readline(&self->one));
    tell("%s", as_text(awaited()));
    TRY_AWAIT(stream_drain(&self->other));
    tell("%s", error_name(failure()));
    END;
}
SCENE(half_closed, "0 question\n0 None\n0 answer\n0 Bad file descriptor\n")

/* What was written before the end is sent before it. */
struct end_behind_the_rest {
    CORO;
    int fd;
    struct stream stream;
};

ASYNC(end_behind_the_rest)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){.takes = 2});
    stream_open(&self->stream, self->fd);
    stream_printf(&self->stream, "abcdef");
    stream_write_end(&self->stream);
    AWAIT(stream_drain(&self->stream));
    AWAIT(async_sleep(0.010 - loop_time()));
    tell("%s", wire_received(self->fd));
    END;
}
SCENE(end_behind_the_rest, "10 abcdef\n")

/* More than fits on the way, and then the end: a slow reader gets it all, and
 * whoever drains waits for the reader. */
enum { MUCH = 1000000 };

struct drinks {
    CORO;
    int fd;
    long count;
    char buffer[9999];
};

ASYNC(drinks)
{
    BEGIN;
    for (;;) {
        AWAIT(async_read(self->fd, self->buffer, sizeof self->buffer));
        if (as_int(awaited()) == 0)
            break;
        self->count += as_int(awaited());
        AWAIT(async_sleep(0.001));
    }
    RETURN(self->count);
    END;
}

struct pours {
    CORO;
    int ends[2];
    bool hang_up;               /* by closing, not by stream_write_end() */
    struct stream stream;
    struct task *reader;
};

ASYNC(pours)
{
    char *data;
    BEGIN;
    stream_open(&self->stream, self->ends[0]);
    self->reader = create_task(coro(drinks, .fd = self->ends[1]));
    data = calloc(1, MUCH);
    ck_assert_int_eq(stream_write(&self->stream, data, MUCH), 0);
    free(data);
    if (!self->hang_up)
        stream_write_end(&self->stream);
    AWAIT(stream_drain(&self->stream));
    tell("drained: %d", loop_time() > 0.030);
    if (self->hang_up)
        stream_close(&self->stream);
    AWAIT(self->reader);
    tell("%d", (int)as_int(awaited()));
    close_fd(self->ends[1]);
    END;
}

static int pour_into_socket(void *arg)
{
    int ends[2];
    (void)arg;
    ck_assert_int_eq(make_socket_pair(ends), 0);
    return play(coro(pours, .ends = {ends[0], ends[1]}));
}

/* Nobody else drinks while a write blocks: this one must not. */
static int pour_into_blocking_pipe(void *arg)
{
    int ends[2];
    (void)arg;
    ck_assert_int_eq(pipe(ends), 0);
    return play(coro(pours, .ends = {ends[1], ends[0]}, .hang_up = true));
}

static void check_pour(int (*pour)(void *arg))
{
    struct captured seen = capture_run(pour, NULL);
    ck_assert_str_eq(seen.err, "");
    ck_assert_ptr_nonnull(strstr(seen.out, " drained: 1\n"));
    ck_assert_ptr_nonnull(strstr(seen.out, " 1000000\n"));
}

START_TEST(much_over_a_socket)
{
    check_pour(pour_into_socket);
}
END_TEST

START_TEST(much_into_a_blocking_pipe)
{
    check_pour(pour_into_blocking_pipe);
}
END_TEST

struct reads_a_line {
    CORO;
    struct stream *stream;
};

ASYNC(reads_a_line)
{
    BEGIN;
    TRY_AWAIT(stream_readline(self->stream));
    tell("%s", failure() ? error_to_text(caught())
                         : value_to_text(awaited()));
    END;
}

struct two_readers {
    CORO;
    struct stream stream;
    struct value done[2];
};

ASYNC(two_readers)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&(struct wire_script){
        SCRIPT({10, "line\n"})}));
    AWAIT(gather(self->done, coro(reads_a_line, .stream = &self->stream),
                 coro(reads_a_line, .stream = &self->stream)));
    END;
}

static int play_two_readers(void *arg)
{
    (void)arg;
    return play(coro(two_readers));
}

START_TEST(test_two_readers)
{
    const char *busy = textf("0 %s: another task reads from this stream\n"
                             "10 line\n", strerror(EBUSY));
    watch_scene(play_two_readers, busy, "");
}
END_TEST

/* The stream is closed, by hand or with its frame, while somebody reads. */
struct opens_briefly {
    CORO;
    bool by_hand;
    struct stream stream;
};

ASYNC(opens_briefly)
{
    BEGIN;
    stream_open(&self->stream, wire_open(&(struct wire_script){.count = 0}));
    spawn(coro(reads_a_line, .stream = &self->stream));
    AWAIT(async_sleep(0.010));
    if (self->by_hand) {
        stream_close(&self->stream);
        AWAIT(async_sleep(0.010));
    }
    END;
}

struct stream_goes_with_its_frame {
    CORO;
};

ASYNC(stream_goes_with_its_frame)
{
    BEGIN;
    AWAIT(coro(opens_briefly));
    AWAIT(coro(opens_briefly, .by_hand = true));
    END;
}

static int play_frame_goes(void *arg)
{
    (void)arg;
    return play(coro(stream_goes_with_its_frame));
}

START_TEST(test_stream_goes_with_its_frame)
{
    struct captured seen = capture_run(play_frame_goes, NULL);
    const char *first = strstr(seen.out, "was closed while");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_nonnull(strstr(first + 1, "was closed while"));
    ck_assert_str_eq(seen.err, "");
}
END_TEST

Suite *stream_suite(void)
{
    Suite *suite = suite_create("stream");
    TCase *reading = tcase_create("reading");
    tcase_add_test(reading, lines_however_they_come);
    tcase_add_test(reading, line_too_long);
    tcase_add_test(reading, test_gets_past_it);
    tcase_add_test(reading, test_interrupted_line);
    tcase_add_test(reading, test_exactly);
    tcase_add_test(reading, test_two_readers);
    suite_add_tcase(suite, reading);

    TCase *writing = tcase_create("writing");
    tcase_add_test(writing, test_writes_much);
    tcase_add_test(writing, test_drained_by_two);
    tcase_add_test(writing, test_broken_stream);
    suite_add_tcase(suite, writing);

    TCase *end = tcase_create("end");
    tcase_add_test(end, test_half_closed);
    tcase_add_test(end, much_over_a_socket);
    tcase_add_test(end, much_into_a_blocking_pipe);
    tcase_add_test(end, test_end_behind_the_rest);
    tcase_add_test(end, test_stream_goes_with_its_frame);
    suite_add_tcase(suite, end);
    return suite;
}
