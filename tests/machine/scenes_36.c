/* scenes_36.c - select(). */
#include <fcntl.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "scene.h"

/* Pipes of its own, so that the machine needs no io.c; they do not matter when
 * the scene is over. */
static void open_pipe(int ends[2])
{
    if (pipe(ends) < 0)
        abort();
}

static void put(int fd, char byte)
{
    if (write(fd, &byte, 1) != 1)
        abort();
}

/* Wait for a byte, read it, tell it. */
struct reader { CORO; const char *name; int fd; };
ASYNC(reader)
{
    char byte = '?';
    BEGIN;
    TRY_AWAIT(async_readable(self->fd));
    if (failure())
        say("%s: %s", self->name, error_name(failure()));
    else if (read(self->fd, &byte, 1) == 1)
        say("%s: %c", self->name, byte);
    else
        say("%s: the end", self->name);
    END;
}

/* --- a byte -------------------------------------------------------------- */

struct a_byte { CORO; int pipe[2]; };
ASYNC(a_byte)
{
    BEGIN;
    open_pipe(self->pipe);
    spawn(coro(reader, .name = "reader", .fd = self->pipe[0]));
    AWAIT(async_sleep(1.0));
    say("the reader still waits; now it gets a byte");
    put(self->pipe[1], 'x');
    AWAIT(async_sleep(0.5));
    say("main: ends");
    END;
}

void scene_byte(void)
{
    show(coro(a_byte));
}

/* --- several ------------------------------------------------------------- */

struct several { CORO; int a[2], b[2], c[2]; };
ASYNC(several)
{
    BEGIN;
    open_pipe(self->a);
    open_pipe(self->b);
    open_pipe(self->c);
    self->a[0] = fcntl(self->a[0], F_DUPFD, 70);    /* the largest one is next */
    self->b[0] = fcntl(self->b[0], F_DUPFD, 71);    /* to another, and neither */
    self->c[0] = fcntl(self->c[0], F_DUPFD, 50);    /* the first nor the last */
    spawn(coro(reader, .name = "A", .fd = self->a[0]));
    spawn(coro(reader, .name = "B", .fd = self->b[0]));
    spawn(coro(reader, .name = "C", .fd = self->c[0]));
    AWAIT(async_sleep(0.1));
    put(self->b[1], 'b');
    leave_dirt();
    AWAIT(async_sleep(0.1));
    close(self->c[1]);
    AWAIT(async_sleep(0.1));
    put(self->a[1], 'a');
    AWAIT(async_sleep(0.1));
    END;
}

void scene_several(void)
{
    show(coro(several));
}

/* --- writing ------------------------------------------------------------- */

struct writer { CORO; int fd; };
ASYNC(writer)
{
    BEGIN;
    say("writer waits for room");
    AWAIT(async_writable(self->fd));
    say("there is room");
    END;
}

static void fill(int fd)
{
    char bytes[512] = {0};
    fd_set set;
    do {
        struct timeval none = {.tv_sec = 0};
        FD_ZERO(&set);
        FD_SET(fd, &set);
        if (select(fd + 1, NULL, &set, NULL, &none) != 1)
            return;
    } while (write(fd, bytes, sizeof bytes) > 0);
}

static void empty(int fd)
{
    char bytes[512];
    fd_set set;
    do {
        struct timeval none = {.tv_sec = 0};
        FD_ZERO(&set);
        FD_SET(fd, &set);
        if (select(fd + 1, &set, NULL, NULL, &none) != 1)
            return;
    } while (read(fd, bytes, sizeof bytes) > 0);
}

struct writing { CORO; int pipe[2]; };
ASYNC(writing)
{
    BEGIN;
    open_pipe(self->pipe);
    fill(self->pipe[1]);
    spawn(coro(writer, .fd = self->pipe[1]));
    AWAIT(async_sleep(1.0));
    say("it still waits; now the pipe is emptied");
    empty(self->pipe[0]);
    AWAIT(async_sleep(0.1));
    END;
}

void scene_writing(void)
{
    show(coro(writing));
}

/* --- both ends of one descriptor ----------------------------------------- */

struct receiver { CORO; int fd; };
ASYNC(receiver)
{
    char byte = '?';
    BEGIN;
    AWAIT(async_readable(self->fd));
    if (recv(self->fd, &byte, 1, MSG_DONTWAIT) == 1)
        say("receiver: %c", byte);
    else
        say("receiver was woken, and there is nothing to read");
    END;
}

/* There is room to write from the beginning, and nothing to read. */
struct two_ways { CORO; int fds[2]; };
ASYNC(two_ways)
{
    BEGIN;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, self->fds) < 0)
        abort();
    spawn(coro(receiver, .fd = self->fds[0]));
    spawn(coro(writer, .fd = self->fds[0]));
    AWAIT(async_sleep(1.0));
    say("the receiver still waits; now it gets a byte");
    put(self->fds[1], 'x');
    AWAIT(async_sleep(0.1));
    END;
}

void scene_two_ways(void)
{
    show(coro(two_ways));
}

/* --- the clock and a descriptor ------------------------------------------ */

/* What is there already comes before time that has yet to pass. */
struct both { CORO; int pipe[2]; };
ASYNC(both)
{
    BEGIN;
    open_pipe(self->pipe);
    put(self->pipe[1], 'x');
    spawn(coro(reader, .name = "reader", .fd = self->pipe[0]));
    AWAIT(async_sleep(5.0));
    say("main has slept");
    END;
}

void scene_both(void)
{
    show(coro(both));
}

/* --- the real clock ------------------------------------------------------ */

/* The runtime counts a sleep from the time that its step began. */
#ifdef MACHINE_H
enum { COUNTS_FROM_NOW = true };
#else
enum { COUNTS_FROM_NOW = false };
#endif

/* Until a sleep ends: how often select() was called, and was it ever asked to
 * wait for less than is left, or for much longer than the whole sleep? */
static struct {
    bool is_on;
    int64_t until;              /* nanoseconds */
    int calls;
    bool too_short, too_long;
    int64_t whole;              /* nanoseconds: how long it sleeps */
} watch;

/* For how long was sleep asked for in all, while that is counted?  (Whoever
 * uses other calls is not seen.) */
static bool counts;
static int64_t asked_for;

static int64_t real_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* In nanoseconds: a nap; whole milliseconds are exact enough. */
enum { NAPS = 200, CALLS_ENOUGH = 10 * NAPS, NAP = 100000, LONG_NAP = 20000000,
       ROUNDING = 1000000 };

/* Whoever calls select() calls this one.  More descriptors than a set has room
 * for, or a million microseconds, Linux takes, and others do not. */
int select(int count, fd_set *readable, fd_set *writable, fd_set *exceptions,
           struct timeval *limit)
{
    struct timespec time = {.tv_sec = limit ? limit->tv_sec : 0,
                            .tv_nsec = limit ? limit->tv_usec * 1000 : 0};
    int64_t waits = time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
    asked_for += counts ? waits : 0;
    if (count > FD_SETSIZE || (limit && limit->tv_usec >= 1000000)) {
        errno = EINVAL;
        return -1;
    }
    if (watch.is_on) {
        watch.calls++;
        if (limit && real_time() + waits < watch.until)
            watch.too_short = COUNTS_FROM_NOW;
        if (!limit || waits > watch.whole + ROUNDING) {     /* seen: enough */
            watch.too_long = true;
            limit = &(struct timeval){.tv_sec = 0};
            time = (struct timespec){.tv_nsec = NAP};
        }
    }
    return pselect(count, readable, writable, exceptions,
                   limit ? &time : NULL, NULL);
}

/* Tells no time. */
struct listener { CORO; int fd; };
ASYNC(listener)
{
    BEGIN;
    AWAIT(async_readable(self->fd));
    puts("and then the byte came");
    END;
}

/* The listener could write at any time: nobody wants to. */
struct naps { CORO; int i, ends[2]; bool early; struct task *listener; };
ASYNC(naps)
{
    BEGIN;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, self->ends) < 0)
        abort();
    self->listener = create_task(coro(listener, .fd = self->ends[0]));
    AWAIT(async_sleep(0));
    for (self->i = 0; self->i < NAPS; self->i++) {
        watch.whole = NAP;
        watch.until = real_time() + watch.whole;
        watch.is_on = true;
        AWAIT(async_sleep(0.0001));
        watch.is_on = false;
        if (real_time() < watch.until)
            self->early = COUNTS_FROM_NOW;
    }
    watch.whole = LONG_NAP;
    watch.until = real_time() + watch.whole;
    watch.is_on = true;
    AWAIT(async_sleep(0.02));
    watch.is_on = false;
    puts(self->early ? "a nap was too short" : "no nap was too short");
    puts(watch.too_short  ? "select() was asked to wait for less than was left"
         : watch.too_long ? "select() was asked to wait for longer"
                          : "select() could wait as long as was left");
    puts(watch.calls > CALLS_ENOUGH ? "it was asked again and again"
                                    : "it was not asked again and again");
    spawn(async_sleep(1.5));            /* select() may wait as long as that */
    AWAIT(async_sleep(0));
    put(self->ends[1], 'x');
    AWAIT(self->listener);
    END;
}

void scene_naps(void)
{
    setenv("CLOCK", "real", 1);
    wait_for_others();
    show(coro(naps));
}

/* Whoever calls nanosleep() calls this one. */
int nanosleep(const struct timespec *time, struct timespec *left)
{
    if (counts)
        asked_for += time->tv_sec * INT64_C(1000000000) + time->tv_nsec;
    (void)left;
    return pselect(0, NULL, NULL, NULL, time, NULL);
}

/* Nobody waits for a descriptor. */
struct short_sleeps { CORO; int i; };
ASYNC(short_sleeps)
{
    enum { SLEEPS = 20 };
    BEGIN;
    counts = true;
    for (self->i = 0; self->i < SLEEPS; self->i++)
        AWAIT(async_sleep(0.001));
    counts = false;
    puts(asked_for > SLEEPS * (INT64_C(1000000) + ROUNDING / 10)
             ? "it sleeps longer than it is asked to"
             : "it does not sleep longer than it is asked to");
    END;
}

void scene_short_sleeps(void)
{
    setenv("CLOCK", "real", 1);
    wait_for_others();
    show(coro(short_sleeps));
}

/* --- two at once --------------------------------------------------------- */

struct reads_and_yields { CORO; const char *name; int fd; };
ASYNC(reads_and_yields)
{
    BEGIN;
    AWAIT(coro(reader, .name = self->name, .fd = self->fd));
    AWAIT(async_sleep(0));
    say("%s again", self->name);
    END;
}

struct two_at_once { CORO; int a[2], b[2]; };
ASYNC(two_at_once)
{
    BEGIN;
    open_pipe(self->a);
    open_pipe(self->b);
    put(self->a[1], 'a');
    put(self->b[1], 'b');
    spawn(coro(reads_and_yields, .name = "A", .fd = self->a[0]));
    spawn(coro(reads_and_yields, .name = "B", .fd = self->b[0]));
    AWAIT(async_sleep(1.0));
    END;
}

void scene_two_at_once(void)
{
    show(coro(two_at_once));
}

/* --- while others are ready ---------------------------------------------- */

struct spinner { CORO; int i; };
ASYNC(spinner)
{
    BEGIN;
    for (self->i = 1; self->i <= 1000; self->i++)
        AWAIT(async_sleep(0));
    say("spinner has ended");
    END;
}

struct starving { CORO; int pipe[2]; };
ASYNC(starving)
{
    BEGIN;
    open_pipe(self->pipe);
    put(self->pipe[1], 'x');
    spawn(coro(reader, .name = "reader", .fd = self->pipe[0]));
    AWAIT(coro(spinner));
    END;
}

void scene_busy_loop(void)
{
    show(coro(starving));
}

/* --- who cannot be waited for -------------------------------------------- */

struct refused { CORO; };
ASYNC(refused)
{
    BEGIN;
    TRY_AWAIT(async_readable(-1));
    say("descriptor -1: %s", failure() == EBADF ? "EBADF" : "no error");
    TRY_AWAIT(async_readable(1000000));
    say("descriptor 1000000: %s", failure() == ERANGE ? "ERANGE" : "no error");
    TRY_AWAIT(async_readable(FD_SETSIZE));
    say("descriptor FD_SETSIZE: %s",
        failure() == ERANGE ? "ERANGE" : "no error");
    END;
}

void scene_refused(void)
{
    show(coro(refused));
}

/* --- cancelled ----------------------------------------------------------- */

struct gives_up { CORO; int pipe[2]; struct task *task; };
ASYNC(gives_up)
{
    BEGIN;
    open_pipe(self->pipe);
    self->task = create_task(coro(reader, .name = "A", .fd = self->pipe[0]));
    spawn(coro(reader, .name = "B", .fd = self->pipe[0]));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    AWAIT(async_sleep(0.1));
    put(self->pipe[1], 'b');
    AWAIT(async_sleep(0.1));
    say("main: the byte was for B");
    END;
}

void scene_gives_up(void)
{
    show(coro(gives_up));
}

struct late_reader { CORO; const char *name; double seconds; int fd; };
ASYNC(late_reader)
{
    BEGIN;
    AWAIT(async_sleep(self->seconds));
    AWAIT(coro(reader, .name = self->name, .fd = self->fd));
    END;
}

/* C waits in the turn in which B is cancelled, and behind that. */
struct last_gives_up { CORO; int a[2], c[2]; struct task *task; };
ASYNC(last_gives_up)
{
    BEGIN;
    open_pipe(self->a);
    open_pipe(self->c);
    spawn(coro(reader, .name = "A", .fd = self->a[0]));
    self->task = create_task(coro(reader, .name = "B", .fd = self->a[0]));
    spawn(coro(late_reader, .name = "C", .seconds = 0.1, .fd = self->c[0]));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    AWAIT(async_sleep(0.1));
    put(self->c[1], 'c');
    AWAIT(async_sleep(0.1));
    put(self->a[1], 'a');
    AWAIT(async_sleep(0.1));
    END;
}

void scene_last_gives_up(void)
{
    show(coro(last_gives_up));
}

/* --- closed while somebody waits ----------------------------------------- */

struct closed { CORO; int a[2], b[2]; };
ASYNC(closed)
{
    BEGIN;
    open_pipe(self->a);
    open_pipe(self->b);
    spawn(coro(reader, .name = "A", .fd = self->a[0]));
    spawn(coro(reader, .name = "B", .fd = self->b[0]));
    AWAIT(async_sleep(0.1));
    close(self->a[0]);
    put(self->b[1], 'b');
    AWAIT(async_sleep(0.1));
    AWAIT(async_sleep(0.1));
    say("main: ends");
    END;
}

void scene_closed(void)
{
    show(coro(closed));
}

/* Its await has failed, and its turn has not come; main takes back a request that
 * there was not. */
struct uncancelled { CORO; int a[2]; struct task *task; };
ASYNC(uncancelled)
{
    BEGIN;
    open_pipe(self->a);
    self->task = create_task(coro(reader, .name = "A", .fd = self->a[0]));
    AWAIT(async_sleep(0.1));
    close(self->a[0]);
    AWAIT(async_sleep(0.0));
    task_uncancel(self->task);
    AWAIT(async_sleep(0.1));
    say("main: ends");
    END;
}

void scene_uncancelled(void)
{
    show(coro(uncancelled));
}

/* --- a signal ------------------------------------------------------------ */

static void on_signal(int number)
{
    (void)number;
}

/* A child that signals for a while, and then writes a byte. */
static pid_t start_signals(int fd)
{
    struct sigaction action = {.sa_handler = on_signal};
    struct timespec pause = {.tv_nsec = 1000000};
    sigaction(SIGUSR1, &action, NULL);
    wait_for_others();
    fflush(stdout);
    pid_t parent = getpid(), child = fork();
    if (child != 0)
        return child;
    for (int i = 0; i < 20; i++) {
        kill(parent, SIGUSR1);
        nanosleep(&pause, NULL);
    }
    put(fd, 'x');
    _exit(0);
}

struct signalled { CORO; int pipe[2]; pid_t child; };
ASYNC(signalled)
{
    BEGIN;
    open_pipe(self->pipe);
    self->child = start_signals(self->pipe[1]);
    AWAIT(coro(reader, .name = "reader", .fd = self->pipe[0]));
    END;
}

void scene_signal(void)
{
    show(coro(signalled));
    while (wait(NULL) < 0 && errno == EINTR)
        continue;
}

/* --- a deadlock ---------------------------------------------------------- */

struct deadlock { CORO; };
ASYNC(deadlock)
{
    BEGIN;
    say("main waits for what nobody will do");
    AWAIT(create_future());
    END;
}

void scene_deadlock(void)
{
    show(coro(deadlock));
}
