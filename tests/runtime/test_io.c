/* test_io.c - descriptors: read, write, accept, connect, close. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture.h"
#include "scene.h"
#include "suites.h"
#include "../inside.h"
#include "wire.h"

/* --- reading, with the script at the other end --------------------------- */

struct reads_all {
    CORO;
    int fd;
    char buffer[5];
};

/* At most four bytes a time, until the end. */
ASYNC(reads_all)
{
    BEGIN;
    for (;;) {
        AWAIT(async_read(self->fd, self->buffer, 4));
        self->buffer[as_int(awaited())] = '\0';
        tell("'%s'", self->buffer);
        if (as_int(awaited()) == 0)
            break;
    }
    END;
}

struct bytes_as_they_come {
    CORO;
};

ASYNC(bytes_as_they_come)
{
    BEGIN;
    AWAIT(coro(reads_all, .fd = wire_open(&(struct wire_script){
        SCRIPT({10, "ab"}, {20, "cdefgh"}, {30, NULL})})));
    END;
}
SCENE(bytes_as_they_come, "10 'ab'\n20 'cdef'\n20 'gh'\n30 ''\n")

struct reads_in_pieces {
    CORO;
};

ASYNC(reads_in_pieces)
{
    BEGIN;
    AWAIT(coro(reads_all, .fd = wire_open(&(struct wire_script){
        SCRIPT({10, "abc"}, {20, NULL}), .chunk = 1,
        .faults = {EINTR, EAGAIN}})));
    END;
}

static int play_pieces(void *arg)
{
    (void)arg;
    return play(coro(reads_in_pieces));
}

START_TEST(test_reads_in_pieces)
{
    watch_scene(play_pieces, wire_is_scripted ?
                "10 'a'\n10 'b'\n10 'c'\n20 ''\n" : "10 'abc'\n20 ''\n", "");
}
END_TEST

struct read_fails {
    CORO;
    int fd;
    char byte;
};

ASYNC(read_fails)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){SCRIPT({10, "a"}),
                                               .faults = {ECONNRESET}});
    if (wire_is_scripted) {
        TRY_AWAIT(async_read(self->fd, &self->byte, 1));
        ck_assert_int_eq(failure(), ECONNRESET);
    }
    AWAIT(async_read(self->fd, &self->byte, 1));
    tell("%c", self->byte);             /* the descriptor is as it was */
    END;
}
SCENE(read_fails, "10 a\n")

/* --- cancelling ---------------------------------------------------------- */

struct cancelled_read {
    CORO;
    int fd;
    char buffer[8];
};

ASYNC(cancelled_read)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){SCRIPT({10, "abc"})});
    TRY_AWAIT(wait_for(async_read(self->fd, self->buffer, 7), 0.005));
    tell("%s '%s'", error_name(failure()), self->buffer);
    AWAIT(async_read(self->fd, self->buffer, 7));
    tell("'%s'", self->buffer);
    END;
}
SCENE(cancelled_read, "5 TimeoutError ''\n10 'abc'\n")

/* It is cancelled when its bytes are there, and before it could take them. */
struct cancelled_when_ready {
    CORO;
    int fd;
    struct task *task;
    char buffer[8];
};

ASYNC(cancelled_when_ready)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){SCRIPT({10, "abc"})});
    self->task = create_task(async_read(self->fd, self->buffer, 7));
    AWAIT(async_readable(self->fd));    /* both are woken */
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    if (failure())
        AWAIT(async_read(self->fd, self->buffer, 7));
    tell("'%s'", self->buffer);
    END;
}
SCENE(cancelled_when_ready, "10 'abc'\n")

/* --- writing ------------------------------------------------------------- */

static char alphabet[1000];

static const char *letters(void)
{
    for (size_t i = 0; i < sizeof alphabet - 1; i++)
        alphabet[i] = (char)('a' + i % 26);
    return alphabet;
}

struct writes_in_pieces {
    CORO;
    int fd;
};

ASYNC(writes_in_pieces)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){.takes = 7});
    AWAIT(async_write(self->fd, letters(), 999));
    AWAIT(async_sleep(0.001));
    ck_assert_str_eq(wire_received(self->fd), letters());
    ck_assert(!wire_is_scripted || loop_time() > 0.142);
    END;
}
SCENE(writes_in_pieces, "")

struct both_directions {
    CORO;
    int fd;
    struct task *reader;
};

/* A task reads and another one writes, one descriptor. */
ASYNC(both_directions)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){
        SCRIPT({10, "in"}, {500, "end"}), .takes = 5});
    self->reader = create_task(coro(reads_all, .fd = self->fd));
    AWAIT(async_sleep(0.002));
    AWAIT(async_write(self->fd, letters(), 999));
    AWAIT(async_sleep(0.6 - loop_time()));
    ck_assert_str_eq(wire_received(self->fd), letters());
    task_cancel(self->reader);
    END;
}
SCENE(both_directions, "10 'in'\n500 'end'\n")

struct peer_vanishes {
    CORO;
    int fd;
};

ASYNC(peer_vanishes)
{
    BEGIN;
    self->fd = wire_open(&(struct wire_script){SCRIPT({10, NULL})});
    AWAIT(async_sleep(0.020));
    TRY_AWAIT(async_write(self->fd, "x", 1));
    tell("%d", failure() == EPIPE);     /* and the program is alive */
    END;
}
SCENE(peer_vanishes, "20 1\n")

/* --- accepting ----------------------------------------------------------- */

/* Connections that are gone before they are accepted. */
struct callers_are_gone {
    CORO;
    int listener;
};

ASYNC(callers_are_gone)
{
    BEGIN;
    if (!wire_is_scripted)
        RETURN(0);
    self->listener = wire_open(&(struct wire_script){
        SCRIPT({10, "a caller"}), .faults = {ECONNABORTED, EINTR, EPROTO}});
    AWAIT(async_accept(self->listener));
    ck_assert_int_ge(as_int(awaited()), 0);
    ck_assert_int_eq((int)(loop_time() * 1000 + 0.5), 10);
    close_fd((int)as_int(awaited()));
    END;
}
SCENE(callers_are_gone, "")

struct hangs_up {
    CORO;
    int fd;
};

ASYNC(hangs_up)
{
    BEGIN;
    tell("accepted");
    close_fd(self->fd);
    END;
}

static struct coro hang_up(int fd)
{
    return coro(hangs_up, .fd = fd);
}

/* serve_forever() waits when there are no descriptors, and goes on. */
struct server_is_full {
    CORO;
    int listener;
    struct task *server;
};

ASYNC(server_is_full)
{
    BEGIN;
    if (!wire_is_scripted)
        RETURN(0);
    self->listener = wire_open(&(struct wire_script){
        SCRIPT({10, "first"}, {20, "second"}, {900, "last"}),
        .faults = {EMFILE, ENFILE, ENOMEM}});
    self->server = create_task(serve_forever(self->listener, hang_up));
    AWAIT(async_sleep(1.0));
    ck_assert(!task_done(self->server));
    close_fd(self->listener);
    TRY_AWAIT(self->server);
    ck_assert_int_eq(failure(), EBADF);
    END;
}

static int play_full(void *arg)
{
    (void)arg;
    return play(coro(server_is_full));
}

START_TEST(test_server_is_full)
{
    const char *scripted = "300 accepted\n300 accepted\n900 accepted\n";
    watch_scene(play_full, wire_is_scripted ? scripted : "", "");
}
END_TEST

/* --- real sockets: TCP and Unix ------------------------------------------ */

struct echoes {
    CORO;
    int fd;
    char buffer[64];
};

ASYNC(echoes)
{
    BEGIN;
    for (;;) {
        AWAIT(async_read(self->fd, self->buffer, sizeof self->buffer));
        if (as_int(awaited()) == 0)
            break;
        AWAIT(async_write(self->fd, self->buffer, (size_t)as_int(awaited())));
    }
    close_fd(self->fd);
    END;
}

static struct coro echo_back(int fd)
{
    return coro(echoes, .fd = fd);
}

/* Says hello over a connection that somebody makes, and hears the echo. */
struct says_hello {
    CORO;
    struct coro connecting;
    int fd;
    size_t size;
    char buffer[64];
};

ASYNC(says_hello)
{
    BEGIN;
    AWAIT(self->connecting);
    self->fd = (int)as_int(awaited());
    AWAIT(async_write(self->fd, "hello", 5));
    while (self->size < 5) {
        AWAIT(async_read(self->fd, self->buffer + self->size, 10));
        self->size += (size_t)as_int(awaited());
    }
    close_fd(self->fd);
    RETURN(textf("%s", self->buffer));
    END;
}

struct over_tcp {
    CORO;
    const char *host;
    int listener;
    struct task *server;
};

ASYNC(over_tcp)
{
    BEGIN;
    self->listener = listen_tcp(self->host, 0);
    if (self->listener < 0 && strchr(self->host, ':'))
        RETURN("hello");                /* a machine without IPv6 */
    self->server = create_task(serve_forever(self->listener, echo_back));
    AWAIT(coro(says_hello, .connecting = async_connect(
        self->host, socket_port(self->listener))));
    RETURN(awaited());
    END;
}

static void check_echo(struct coro client)
{
    struct loop_options options = {0};
    struct value value;
    ck_assert_int_eq(loop_run(&options, client, &value), 0);
    ck_assert_str_eq(as_text(value), "hello");
}

START_TEST(tcp_v4)
{
    check_echo(coro(over_tcp, .host = "127.0.0.1"));
    check_echo(coro(over_tcp, .host = "localhost"));
}
END_TEST

START_TEST(tcp_v6)
{
    check_echo(coro(over_tcp, .host = "::1"));
}
END_TEST

/* On the virtual clock the loop looks at the descriptors before it jumps, so
 * that what goes on in one process takes no time. */
struct before_the_clock_jumps {
    CORO;
};

ASYNC(before_the_clock_jumps)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(over_tcp, .host = "127.0.0.1"), 3600.0));
    tell("%s", ended());
    END;
}
SCENE(before_the_clock_jumps, "0 hello\n")

struct over_unix {
    CORO;
    const char *path;
    int listener;
};

ASYNC(over_unix)
{
    BEGIN;
    self->listener = listen_unix(self->path);
    ck_assert_int_ge(self->listener, 0);
    ck_assert_int_lt(listen_unix(self->path), 0);
    ck_assert_int_eq(errno, EADDRINUSE);
    spawn(serve_forever(self->listener, echo_back));
    AWAIT(coro(says_hello, .connecting = async_connect_unix(self->path)));
    RETURN(awaited());
    END;
}

START_TEST(unix_sockets)
{
    char directory[] = "/tmp/handloop-XXXXXX", path[64];
    ck_assert_ptr_nonnull(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/socket", directory);
    check_echo(coro(over_unix, .path = path));
    unlink(path);
    rmdir(directory);
}
END_TEST

/* --- what cannot be connected, or listened to ---------------------------- */

static int code_of(struct coro main)
{
    struct loop_options options = {0};
    return loop_run(&options, main, NULL);
}

/* A coroutine object can only be made where a loop runs; so by name. */
struct connects_to {
    CORO;
    const char *host;
    int port;
};

ASYNC(connects_to)
{
    BEGIN;
    if (self->host[0] == '/')
        AWAIT(async_connect_unix(self->host));
    else
        AWAIT(async_connect(self->host, self->port));
    END;
}

static int connect_code(const char *host, int port)
{
    return code_of(coro(connects_to, .host = host, .port = port));
}

static int descriptors_open(void)
{
    int count = 0;
    for (int fd = 0; fd < 64; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

START_TEST(refusals)
{
    char path[300] = "/";
    memset(path + 1, 'x', sizeof path - 2);
    int open_before = descriptors_open();
    int closed = listen_tcp("127.0.0.1", 0);
    int port = socket_port(closed);
    close_fd(closed);
    ck_assert_int_eq(connect_code("127.0.0.1", port), ECONNREFUSED);
    ck_assert_int_eq(connect_code("example.org", 80), EINVAL);
    ck_assert_int_eq(connect_code("127.0.0.1", 65536), EINVAL);
    ck_assert_int_eq(connect_code("127.0.0.1", -1), EINVAL);
    ck_assert_int_eq(connect_code(path, 0), ENAMETOOLONG);
    ck_assert_int_eq(connect_code("/nowhere/socket", 0), ENOENT);
    ck_assert_int_lt(listen_tcp("example.org", 80), 0);
    ck_assert_int_eq(errno, EINVAL);
    ck_assert_int_lt(listen_unix(path), 0);
    ck_assert_int_eq(errno, ENAMETOOLONG);
    ck_assert_int_lt(socket_port(STDIN_FILENO), 0);
    ck_assert_int_eq(descriptors_open(), open_before);
}
END_TEST

struct cancelled_connect {
    CORO;
    int listener, open_before;
    struct task *task;
};

/* Its descriptor is nobody's yet, so it is closed. */
ASYNC(cancelled_connect)
{
    BEGIN;
    self->listener = listen_tcp("127.0.0.1", 0);
    self->open_before = descriptors_open();
    self->task = create_task(async_connect("127.0.0.1",
                                           socket_port(self->listener)));
    AWAIT(async_sleep(0));
    tell("%d", descriptors_open() - self->open_before);
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("%s, %d", ended(), descriptors_open() - self->open_before);
    END;
}
SCENE(cancelled_connect, "0 1\n0 CancelledError, 0\n")

/* --- closed descriptors -------------------------------------------------- */

struct closed_while_read {
    CORO;
    int ends[2], again[2];
    struct task *reader;
    char byte;
};

ASYNC(closed_while_read)
{
    BEGIN;
    make_pipe(self->ends);
    self->reader = create_task(async_read(self->ends[0], &self->byte, 1));
    AWAIT(async_sleep(0.010));
    close_fd(self->ends[0]);
    make_pipe(self->again);             /* gets the same number */
    TRY_AWAIT(self->reader);
    tell("%d %s", self->again[0] == self->ends[0], error_name(failure()));
    END;
}
SCENE(closed_while_read, "10 1 Bad file descriptor\n")

struct no_descriptor {
    CORO;
    char byte;
};

ASYNC(no_descriptor)
{
    BEGIN;
    TRY_AWAIT(async_read(-1, &self->byte, 1));
    tell("%d", failure() == EBADF);
    TRY_AWAIT(async_write(-1, "x", 1));
    tell("%d", failure() == EBADF);
    TRY_AWAIT(async_accept(-1));
    tell("%d", failure() == EBADF);
    END;
}
SCENE(no_descriptor, "0 1\n0 1\n0 1\n")

/* --- blocking mode: a terminal's belongs to everybody -------------------- */

struct drinks_all {
    CORO;
    int fd;
    long count;
    char buffer[700];
};

ASYNC(drinks_all)
{
    BEGIN;
    for (;;) {
        AWAIT(async_read(self->fd, self->buffer, sizeof self->buffer));
        if (as_int(awaited()) == 0)
            break;
        self->count += as_int(awaited());
    }
    RETURN(self->count);
    END;
}

enum { MUCH = 300000 };

struct blocking_pipe {
    CORO;
    int ends[2];
    char *data;
    struct task *reader;
};

ASYNC(blocking_pipe)
{
    BEGIN;
    ck_assert_int_eq(pipe(self->ends), 0);
    self->data = calloc(1, MUCH);
    self->reader = create_task(coro(drinks_all, .fd = self->ends[0]));
    AWAIT(async_write(self->ends[1], self->data, MUCH));
    ck_assert_int_eq(fcntl(self->ends[1], F_GETFL) & O_NONBLOCK, 0);
    ck_assert_int_eq(fcntl(self->ends[0], F_GETFL) & O_NONBLOCK, 0);
    close_fd(self->ends[1]);
    AWAIT(self->reader);
    ck_assert_int_eq((int)as_int(awaited()), MUCH);
    free(self->data);
    END;
}
SCENE(blocking_pipe, "")

/* --- SIGPIPE ------------------------------------------------------------- */

static void handled(int signal_number)
{
    (void)signal_number;
    tell("the program's own handler");
}

static int play_vanishing(void *arg)
{
    (void)arg;
    signal(SIGPIPE, handled);
    return play(coro(peer_vanishes));
}

/* A program's own handler stays; without one, the signal kills nobody. */
START_TEST(own_handler_of_sigpipe)
{
    watch_scene(play_vanishing, "20 the program's own handler\n20 1\n", "");
}
END_TEST

/* --- fairness ------------------------------------------------------------ */

static int turns;

struct counts_turns {
    CORO;
};

ASYNC(counts_turns)
{
    BEGIN;
    for (;;) {
        turns++;
        AWAIT(async_sleep(0));
    }
    END;
}

struct always_possible {
    CORO;
    int fd, zero, i;
    char byte;
};

/* Bytes are always there, and there is always room: others run even so. */
ASYNC(always_possible)
{
    BEGIN;
    self->fd = open("/dev/null", O_WRONLY | O_NONBLOCK);
    self->zero = open("/dev/zero", O_RDONLY);
    spawn(coro(counts_turns));
    for (self->i = 0; self->i < 100; self->i++)
        AWAIT(async_write(self->fd, "x", 1));
    tell("%d", turns >= 100);
    turns = 0;
    for (self->i = 0; self->i < 100; self->i++)
        AWAIT(async_read(self->zero, &self->byte, 1));
    tell("%d", turns >= 100);
    END;
}
SCENE(always_possible, "0 1\n0 1\n")

/* --- many ---------------------------------------------------------------- */

/* Room for so many descriptors?  The limit of the shell may be lower. */
static bool allow_descriptors(rlim_t count)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return false;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < count)
        return false;
    limit.rlim_cur = count;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

/* The server runs here until the clients, in a process of their own, say by
 * closing a pipe that they are done. */
struct serves_until {
    CORO;
    int listener, done;
    struct task *server;
    char byte;
};

ASYNC(serves_until)
{
    BEGIN;
    self->server = create_task(serve_forever(self->listener, echo_back));
    AWAIT(async_read(self->done, &self->byte, 1));
    ck_assert(!task_done(self->server));
    END;
}

static void check_clients(int (*clients)(int port), void (*before)(void))
{
    int done[2];
    int listener = listen_tcp("127.0.0.1", 0);
    ck_assert_int_ge(listener, 0);
    ck_assert_int_eq(pipe(done), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(clients(socket_port(listener)));
    close(done[1]);
    before();
    ck_assert_int_eq(code_of(coro(serves_until, .listener = listener,
                                  .done = done[0])), 0);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

enum { CLIENTS = 1000 };

static int connected;

struct one_of_many {
    CORO;
    int port, fd;
    char byte;
};

/* Speaks when all are connected. */
ASYNC(one_of_many)
{
    BEGIN;
    AWAIT(async_connect("127.0.0.1", self->port));
    self->fd = (int)as_int(awaited());
    connected++;
    while (connected < CLIENTS)
        AWAIT(async_sleep(0.001));
    AWAIT(async_write(self->fd, "x", 1));
    AWAIT(async_read(self->fd, &self->byte, 1));
    if (self->byte != 'x')
        RAISE(EIO, "not my echo");
    close_fd(self->fd);
    END;
}

struct all_of_many {
    CORO;
    int port, i;
    struct task_group *group;
};

ASYNC(all_of_many)
{
    BEGIN;
    self->group = task_group();
    for (int i = 0; i < CLIENTS; i++)
        group_spawn(self->group, coro(one_of_many, .port = self->port));
    AWAIT(group_exit(self->group, NULL));
    END;
}

static int thousand_clients(int port)
{
    return code_of(coro(all_of_many, .port = port));
}

static void nothing(void)
{
}

START_TEST(a_thousand_at_once)
{
    if (allow_descriptors(FD_SETSIZE))
        check_clients(thousand_clients, nothing);
}
END_TEST

enum { LEFT = 2 };      /* descriptors for connections */

static void use_up_descriptors(void)
{
    int fd;
    do
        fd = dup(STDIN_FILENO);
    while (fd >= 0 && fd < FD_SETSIZE - 1);
    for (int i = 0; i < LEFT + 2; i++)  /* 2: the loop's own pipe */
        close(fd - i);
}

struct does_nothing {
    CORO;
};

ASYNC(does_nothing)
{
    BEGIN;
    END;
}

static int run_without_room(void *arg)
{
    int last;
    (void)arg;
    do
        last = dup(STDIN_FILENO);
    while (last >= 0 && last < FD_SETSIZE - 1);
    int code = code_of(coro(does_nothing));
    close(last);
    int code_with_room_for_one = code_of(coro(does_nothing));
    return code == EMFILE && code_with_room_for_one == 0 ? 0 : 1;
}

/* Its own pipe has to be below the limit, too. */
START_TEST(no_room_for_the_loop)
{
    if (!allow_descriptors(FD_SETSIZE + 10))
        return;
    struct captured seen = capture_run(run_without_room, NULL);
    ck_assert_int_eq(seen.status, 0);
    ck_assert_says(seen, "cannot make a loop");
}
END_TEST

static int call(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        _exit(9);
    return fd;
}

static bool is_served(int fd)
{
    char byte = 'x';
    return write(fd, &byte, 1) == 1 && read(fd, &byte, 1) == 1;
}

static int one_too_many(int port)
{
    signal(SIGPIPE, SIG_IGN);
    int first = call(port);
    if (!is_served(first))
        return 1;
    int second = call(port);
    if (!is_served(second))
        return 2;
    if (is_served(call(port)))          /* is turned away, */
        return 3;
    if (!is_served(first) || !is_served(second))
        return 4;                       /* and the others are served on */
    close(first);
    for (int i = 0; i < 1000; i++)      /* until the server has seen that */
        if (is_served(call(port)))
            return 0;
    return 5;
}

START_TEST(full_at_the_limit_of_select)
{
    if (allow_descriptors(FD_SETSIZE + 10))
        check_clients(one_too_many, use_up_descriptors);
}
END_TEST

static void leave_few_descriptors(void)
{
    int fd = 0;
    for (int left = LEFT + 2; left > 0; fd++)   /* 2: the loop's own pipe */
        left -= fcntl(fd, F_GETFD) < 0;
    allow_descriptors((rlim_t)fd);
}

static int one_waits(int port)
{
    int first = call(port), second = call(port);
    if (!is_served(first) || !is_served(second))
        return 1;
    int third = call(port);             /* waits in the listener's queue */
    close(first);
    return is_served(third) ? 0 : 2;
}

START_TEST(full_at_the_limit_of_the_process)
{
    check_clients(one_waits, leave_few_descriptors);
}
END_TEST

Suite *io_suite(void)
{
    Suite *suite = suite_create("io");
    TCase *wires = tcase_create("wires");
    tcase_add_test(wires, test_bytes_as_they_come);
    tcase_add_test(wires, test_reads_in_pieces);
    tcase_add_test(wires, test_read_fails);
    tcase_add_test(wires, test_cancelled_read);
    tcase_add_test(wires, test_cancelled_when_ready);
    tcase_add_test(wires, test_writes_in_pieces);
    tcase_add_test(wires, test_both_directions);
    tcase_add_test(wires, test_peer_vanishes);
    tcase_add_test(wires, test_callers_are_gone);
    tcase_add_test(wires, test_server_is_full);
    suite_add_tcase(suite, wires);
    if (wire_is_scripted)
        return suite;

    TCase *sockets = tcase_create("sockets");
    tcase_add_test(sockets, tcp_v4);
    tcase_add_test(sockets, tcp_v6);
    tcase_add_test(sockets, test_before_the_clock_jumps);
    tcase_add_test(sockets, unix_sockets);
    tcase_add_test(sockets, refusals);
    tcase_add_test(sockets, test_cancelled_connect);
    tcase_add_test(sockets, test_closed_while_read);
    tcase_add_test(sockets, test_no_descriptor);
    tcase_add_test(sockets, test_blocking_pipe);
    tcase_add_test(sockets, own_handler_of_sigpipe);
    tcase_add_test(sockets, test_always_possible);
    suite_add_tcase(suite, sockets);

    TCase *many = tcase_create("many");
    tcase_add_test(many, a_thousand_at_once);
    tcase_add_test(many, full_at_the_limit_of_select);
    /* valgrind has descriptors of its own, and so another limit. */
    if (!getenv("UNDER") || !getenv("UNDER")[0])
        tcase_add_test(many, full_at_the_limit_of_the_process);
    tcase_add_test(many, no_room_for_the_loop);
    suite_add_tcase(suite, many);
    return suite;
}
