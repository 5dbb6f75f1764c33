/* scenes_36.c - select(). */
#include <signal.h>
#include <sys/select.h>
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

static void send(int fd, char byte)
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
    send(self->pipe[1], 'x');
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
    spawn(coro(reader, .name = "A", .fd = self->a[0]));
    spawn(coro(reader, .name = "B", .fd = self->b[0]));
    spawn(coro(reader, .name = "C", .fd = self->c[0]));
    AWAIT(async_sleep(0.1));
    send(self->b[1], 'b');
    AWAIT(async_sleep(0.1));
    close(self->c[1]);
    AWAIT(async_sleep(0.1));
    send(self->a[1], 'a');
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

/* --- the clock and a descriptor ------------------------------------------ */

/* What is there already comes before time that has yet to pass. */
struct both { CORO; int pipe[2]; };
ASYNC(both)
{
    BEGIN;
    open_pipe(self->pipe);
    send(self->pipe[1], 'x');
    spawn(coro(reader, .name = "reader", .fd = self->pipe[0]));
    AWAIT(async_sleep(5.0));
    say("main has slept");
    END;
}

void scene_both(void)
{
    show(coro(both));
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
    send(self->pipe[1], 'x');
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
    send(self->pipe[1], 'b');
    AWAIT(async_sleep(0.1));
    say("main: the byte was for B");
    END;
}

void scene_gives_up(void)
{
    show(coro(gives_up));
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
    send(self->b[1], 'b');
    AWAIT(async_sleep(0.1));
    AWAIT(async_sleep(0.1));
    say("main: ends");
    END;
}

void scene_closed(void)
{
    show(coro(closed));
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
    send(fd, 'x');
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
