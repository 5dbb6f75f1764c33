/* bench.c - what a suspension, a task, a timer costs: `make bench`.
 *
 * Nanoseconds mean little by themselves: machines differ, and so does one
 * machine from hour to hour.  So every cost is measured next to a floor, the
 * least that such a thing can cost on this machine, taken right before it,
 * and what counts is the ratio of the two.
 *
 * It reports and judges nothing by time; it fails only if something could not
 * be measured at all.
 */
#define _DARWIN_C_SOURCE        /* macOS hides ru_maxrss otherwise */
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

enum {
    REPETITIONS = 5,
    WORK = 1000000,             /* operations in one repetition, about */
    MILLION = 1000000,
};

/* How often to do something with size operations. */
static long rounds_for(long size)
{
    return size < WORK ? WORK / size : 1;
}

double cpu_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

double since(double began, long operations)
{
    return (cpu_time() - began) / (double)operations;
}

double impossible(int error)
{
    errno = error;
    return NAN;
}

double measured_by(struct coro main)
{
    struct value cost;
    struct loop_options options = {.virtual_clock = true};
    int error = loop_run(&options, main, &cost);
    return error ? impossible(error) : as_real(cost);
}

/* --- floors -------------------------------------------------------------- */

/* One of a ring of objects that call each other's turn. */
struct thing {
    void (*act)(struct thing *self);
    struct thing *next;
    unsigned state, sum;
};

/* A call through a pointer, then a jump to where the object was: no scheduler
 * can do with less.  The states are far apart, as line numbers are. */
NOINLINE
static void thing_acts(struct thing *self)
{
    switch (self->state) {
    case 0:   self->sum += 5; self->state = 108; break;
    case 108: self->sum ^= 9; self->state = 215; break;
    case 215: self->sum |= 2; self->state = 322; break;
    case 322: self->sum -= 7; self->state = 0;   break;
    }
}

NOINLINE
static void ring_run(struct thing *thing, long calls)
{
    while (calls-- > 0) {
        thing->act(thing);
        thing = thing->next;
    }
}

static double call_in_ring(long size)
{
    enum { CALLS = 4 * WORK };
    struct thing *ring = malloc((size_t)size * sizeof *ring);
    if (!ring)
        return impossible(ENOMEM);
    for (long i = 0; i < size; i++)
        ring[i] = (struct thing){thing_acts, &ring[(i + 1) % size], 0, 0};
    ring_run(ring, size);
    double began = cpu_time();
    ring_run(ring, CALLS);
    double cost = since(began, CALLS);
    free(ring);
    return cost;
}

static double malloc_and_free(long size)
{
    double began = cpu_time();
    for (long i = 0; i < WORK; i++) {
        void *block = malloc((size_t)size);
        if (!block)
            return impossible(ENOMEM);
        *(volatile char *)block = 0;    /* or the compiler drops the pair */
        free(block);
    }
    return since(began, WORK);
}

/* --- yielding ------------------------------------------------------------ */

struct yielder {
    CORO;
    long turns;
};

ASYNC(yielder)
{
    BEGIN;
    while (self->turns-- > 0)
        AWAIT(async_sleep(0));
    END;
}

struct yield_with {
    CORO;
    long tasks, turns, turn;
    double began;
};

ASYNC(yield_with)
{
    BEGIN;
    for (long i = 1; i < self->tasks; i++)
        spawn(coro(yielder, .turns = self->turns + 2));
    AWAIT(async_sleep(0));              /* now all have begun */
    AWAIT(async_sleep(0));
    self->began = cpu_time();
    for (self->turn = 0; self->turn < self->turns; self->turn++)
        AWAIT(async_sleep(0));
    RETURN(since(self->began, self->turns * self->tasks));
    END;
}

static double yield_among(long tasks)
{
    return measured_by(coro(yield_with, .tasks = tasks,
                            .turns = rounds_for(tasks)));
}

/* --- tasks --------------------------------------------------------------- */

struct nothing {
    CORO;
};

ASYNC(nothing)
{
    BEGIN;
    END;
}

/* Start so many tasks at once, wait for each.  Handles are given back when
 * this ends. */
struct crowd {
    CORO;
    bool yields;                /* each of them, once */
    long size, i;
    struct task **tasks;
};

ASYNC(crowd)
{
    BEGIN;
    for (long i = 0; i < self->size; i++)
        self->tasks[i] = create_task(self->yields ? coro(yielder, .turns = 1)
                                                  : coro(nothing));
    for (self->i = 0; self->i < self->size; self->i++)
        AWAIT(self->tasks[self->i]);
    END;
}

/* The first crowd is not counted: it meets memory that the kernel still has
 * to find. */
struct crowds {
    CORO;
    bool yields;
    long size, rounds, round;
    struct task **tasks;
    double began;
};

ASYNC(crowds)
{
    BEGIN;
    for (self->round = 0; self->round <= self->rounds; self->round++) {
        if (self->round == 1)
            self->began = cpu_time();
        AWAIT(coro(crowd, .yields = self->yields, .size = self->size,
                   .tasks = self->tasks));
    }
    RETURN(since(self->began, self->rounds * self->size));
    END;
}

static double task_in_crowd(long size, bool yields)
{
    struct task **tasks = malloc((size_t)size * sizeof(struct task *));
    if (!tasks)
        return impossible(ENOMEM);
    double cost = measured_by(coro(crowds, .yields = yields, .size = size,
                                   .rounds = rounds_for(size), .tasks = tasks));
    free(tasks);
    return cost;
}

static double create_run_join(long size)
{
    return task_in_crowd(size, false);
}

static double create_yield_join(long size)
{
    return task_in_crowd(size, true);
}

enum { GATHERED = 1000 };

struct gathering {
    CORO;
    struct value *results;
};

ASYNC(gathering)
{
    struct awaitable children[GATHERED];
    BEGIN;
    for (int i = 0; i < GATHERED; i++)
        children[i] = awaitable(coro(nothing));
    AWAIT(gather_array(self->results, GATHERED, children));
    END;
}

struct gatherings {
    CORO;
    long rounds, round;
    double began;
    struct value results[GATHERED];
};

ASYNC(gatherings)
{
    BEGIN;
    self->began = cpu_time();
    for (self->round = 0; self->round < self->rounds; self->round++)
        AWAIT(coro(gathering, .results = self->results));
    RETURN(since(self->began, self->rounds * GATHERED));
    END;
}

static double gather_child(long size)
{
    return measured_by(coro(gatherings, .rounds = rounds_for(size)));
}

/* --- memory -------------------------------------------------------------- */

struct sleeper {
    CORO;
    double seconds;             /* two words of locals */
    long naps;
};

ASYNC(sleeper)
{
    BEGIN;
    while (self->naps-- > 0)
        AWAIT(async_sleep(self->seconds));
    END;
}

/* The most memory this process ever had, in bytes. */
static double peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return (double)usage.ru_maxrss;
#else
    return (double)usage.ru_maxrss * 1024;
#endif
}

struct dormitory {
    CORO;
    long size;
    int answer;                 /* descriptor to write the result to */
    double before;
};

ASYNC(dormitory)
{
    BEGIN;
    self->before = peak_memory();
    for (long i = 0; i < self->size; i++)
        if (task_done(create_task(coro(sleeper, .seconds = 3600, .naps = 1))))
            _exit(EXIT_FAILURE);        /* there was no memory for it */
    AWAIT(async_sleep(0));              /* now all are asleep */
    double bytes = (peak_memory() - self->before) / (double)self->size;
    bool written = write(self->answer, &bytes, sizeof bytes) == sizeof bytes;
    _exit(written ? EXIT_SUCCESS : EXIT_FAILURE);   /* nobody need wake up */
    END;
}

/* In a process of its own, because a peak never goes down again. */
static double sleeping_task(long size)
{
    int ends[2];
    double bytes = NAN;
    if (pipe(ends) < 0)
        return impossible(errno);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        measured_by(coro(dormitory, .size = size, .answer = ends[1]));
        _exit(EXIT_FAILURE);
    }
    close(ends[1]);
    errno = ENOMEM;             /* should the child not live to tell */
    if (child > 0 && read(ends[0], &bytes, sizeof bytes) != sizeof bytes)
        bytes = NAN;
    close(ends[0]);
    if (child > 0)
        waitpid(child, NULL, 0);
    return bytes;
}

/* --- chains of awaits ---------------------------------------------------- */

/* Awaits itself until it is depth frames deep; the innermost one measures what
 * a suspension and resumption costs there, unless it has no turns. */
struct chain {
    CORO;
    long depth, turns, turn;
    double began;
};

ASYNC(chain)
{
    BEGIN;
    if (self->depth > 1) {
        AWAIT(coro(chain, .depth = self->depth - 1, .turns = self->turns));
        RETURN(awaited());
    }
    if (self->turns == 0)
        RETURN(0);
    self->began = cpu_time();
    for (self->turn = 0; self->turn < self->turns; self->turn++)
        AWAIT(async_sleep(0));
    RETURN(since(self->began, self->turns));
    END;
}

static double resume_at_depth(long depth)
{
    return measured_by(coro(chain, .depth = depth, .turns = WORK));
}

/* Chains that are built, and go back through all their levels at once. */
struct chains {
    CORO;
    long depth, rounds, round;
    double began;
};

ASYNC(chains)
{
    BEGIN;
    for (self->round = 0; self->round <= self->rounds; self->round++) {
        if (self->round == 1)           /* as in crowds */
            self->began = cpu_time();
        AWAIT(coro(chain, .depth = self->depth));
    }
    RETURN(since(self->began, self->rounds * self->depth));
    END;
}

static double level_of_chain(long depth)
{
    return measured_by(coro(chains, .depth = depth,
                            .rounds = rounds_for(depth)));
}

/* --- timers -------------------------------------------------------------- */

static void ring_bell(void *arg)
{
    ++*(long *)arg;
}

/* Up to 1,000 seconds, in no order, the same in every run. */
static double some_delay(unsigned *random)
{
    *random = *random * 1664525u + 1013904223u;
    return (double)(*random >> 8) * 1000 / (1 << 24);
}

struct timers {
    CORO;
    bool cancel;
    long size, rounds, round, fired;
    struct call_handle *calls;
    unsigned random;
    double began;
};

ASYNC(timers)
{
    BEGIN;
    for (self->round = 0; self->round <= self->rounds; self->round++) {
        if (self->round == 1)           /* as in crowds */
            self->began = cpu_time();
        for (long i = 0; i < self->size; i++)
            self->calls[i] = call_later(some_delay(&self->random), ring_bell,
                                        &self->fired);
        if (self->cancel || self->round == 0)
            for (long i = 0; i < self->size; i++)
                call_cancel(self->calls[i]);
        else
            AWAIT(async_sleep(1001));
    }
    RETURN(since(self->began, self->rounds * self->size));
    END;
}

static double timer_of(long size, bool cancel)
{
    struct call_handle *calls = malloc((size_t)size * sizeof *calls);
    if (!calls)
        return impossible(ENOMEM);
    double cost = measured_by(coro(timers, .cancel = cancel, .size = size,
                                   .rounds = rounds_for(size), .calls = calls));
    free(calls);
    return cost;
}

static double timer_fires(long size)
{
    return timer_of(size, false);
}

static double timer_cancelled(long size)
{
    return timer_of(size, true);
}

/* --- sharing ------------------------------------------------------------- */

/* Nobody has to wait: an item goes into a queue and comes out again. */
struct in_and_out {
    CORO;
    struct async_queue queue;
    long items, item;
    double began;
};

ASYNC(in_and_out)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    self->began = cpu_time();
    for (self->item = 0; self->item < self->items; self->item++) {
        AWAIT(async_queue_put(&self->queue, self->item));
        AWAIT(async_queue_get(&self->queue));
    }
    RETURN(since(self->began, self->items));
    END;
}

static double queue_put_get(long items)
{
    return measured_by(coro(in_and_out, .items = items));
}

struct producer {
    CORO;
    struct async_queue *queue;
    long items;
};

ASYNC(producer)
{
    BEGIN;
    while (self->items-- > 0)
        AWAIT(async_queue_put(self->queue, self->items));
    END;
}

/* There is room for one item only, so each of the two waits for the other. */
struct consumer {
    CORO;
    struct async_queue queue;
    long items, item;
    double began;
};

ASYNC(consumer)
{
    BEGIN;
    async_queue_init(&self->queue, 1);
    spawn(coro(producer, .queue = &self->queue, .items = self->items));
    self->began = cpu_time();
    for (self->item = 0; self->item < self->items; self->item++)
        AWAIT(async_queue_get(&self->queue));
    RETURN(since(self->began, self->items));
    END;
}

static double queue_hand_over(long items)
{
    return measured_by(coro(consumer, .items = items));
}

struct lock_user {
    CORO;
    struct lock *lock;
    long turns;
};

ASYNC(lock_user)
{
    BEGIN;
    while (self->turns-- > 0) {
        AWAIT(lock_acquire(self->lock));
        lock_release(self->lock);
    }
    END;
}

/* Two tasks stand in line when the lock is first given back; from then on
 * each has to wait for the other. */
struct lock_users {
    CORO;
    struct lock lock;
    struct task *users[2];
    long turns;
    double began;
};

ASYNC(lock_users)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    for (int i = 0; i < 2; i++)
        self->users[i] = create_task(coro(lock_user, .lock = &self->lock,
                                          .turns = self->turns / 2));
    AWAIT(async_sleep(0));
    self->began = cpu_time();
    lock_release(&self->lock);
    AWAIT(self->users[0]);
    AWAIT(self->users[1]);
    RETURN(since(self->began, self->turns));
    END;
}

static double lock_hand_over(long turns)
{
    return measured_by(coro(lock_users, .turns = turns));
}

/* --- descriptors --------------------------------------------------------- */

/* Descriptors to be watched: pipes on which nothing comes, and one, the last,
 * with a byte that nobody takes, so that no look has to wait. */
struct descriptors {
    int idle[2], busy[2];
    int watched[FD_SETSIZE];
    long count;
};

int raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return errno;
    if (limit.rlim_cur < FD_SETSIZE) {
        limit.rlim_cur = limit.rlim_max < FD_SETSIZE ? limit.rlim_max
                                                     : FD_SETSIZE;
        if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
            return errno;
    }
    return 0;
}

static void close_descriptors(struct descriptors *all)
{
    for (long i = 0; i < all->count; i++)
        close(all->watched[i]);
    for (int i = 0; i < 2; i++) {
        close(all->idle[i]);
        close(all->busy[i]);
    }
}

static int open_descriptors(struct descriptors *all, long count)
{
    *all = (struct descriptors){.idle = {-1, -1}, .busy = {-1, -1}};
    int error = raise_descriptor_limit();
    if (!error && (pipe(all->idle) < 0 || pipe(all->busy) < 0 ||
                   write(all->busy[1], "", 1) != 1))
        error = errno;
    while (!error && all->count < count) {
        bool last = all->count == count - 1;
        int fd = dup(last ? all->busy[0] : all->idle[0]);
        if (fd < 0)
            error = errno;
        else
            all->watched[all->count++] = fd;
        if (fd >= FD_SETSIZE)
            error = EMFILE;
    }
    if (error)
        close_descriptors(all);
    return error;
}

/* A system call takes its time, and the longer the more it looks at. */
static long looks_at(long count)
{
    return rounds_for(100 + 10 * count);
}

static double bare_select(long count)
{
    struct descriptors all;
    int error = open_descriptors(&all, count);
    if (error)
        return impossible(error);
    fd_set watched;
    FD_ZERO(&watched);
    for (long i = 0; i < count; i++)
        FD_SET(all.watched[i], &watched);
    double began = cpu_time();
    for (long i = 0; i < looks_at(count); i++) {
        fd_set ready = watched;
        select(all.watched[count - 1] + 1, &ready, NULL, NULL, NULL);
    }
    double cost = since(began, looks_at(count));
    close_descriptors(&all);
    return cost;
}

struct reader {
    CORO;
    int fd;
};

ASYNC(reader)
{
    BEGIN;
    AWAIT(async_readable(self->fd));
    END;
}

/* All descriptors but the last have a task each.  Nobody is ever ready, so
 * every await of the last one is a look at all of them. */
struct looks {
    CORO;
    const struct descriptors *all;
    long turns, turn;
    double began;
};

ASYNC(looks)
{
    const int *watched = self->all->watched;
    const long last = self->all->count - 1;
    BEGIN;
    for (long i = 0; i < last; i++)
        spawn(coro(reader, .fd = watched[i]));
    AWAIT(async_sleep(0));              /* now all wait */
    self->began = cpu_time();
    for (self->turn = 0; self->turn < self->turns; self->turn++)
        AWAIT(async_readable(watched[last]));
    RETURN(since(self->began, self->turns));
    END;
}

static double look_of_loop(long count)
{
    struct descriptors all;
    int error = open_descriptors(&all, count);
    if (error)
        return impossible(error);
    double cost = measured_by(coro(looks, .all = &all,
                                   .turns = looks_at(count)));
    close_descriptors(&all);
    return cost;
}

/* --- the same by C++20 coroutines ------------------------------------------ */

/* PEER is the program of peer.cpp, if there was a compiler for it. */
static double by_peer(const char *what)
{
    const char *program = getenv("PEER");
    char command[300];
    double cost = NAN;
    if (!program || !*program ||
        snprintf(command, sizeof command, "%s %s", program, what) >=
            (int)sizeof command)
        return impossible(ENOENT);
    FILE *said = popen(command, "r");
    if (!said || fscanf(said, "%lf", &cost) != 1)
        cost = impossible(EIO);
    if (said)
        pclose(said);
    return cost;
}

static double yield_by_peer(long size)
{
    (void)size;
    return by_peer("yield");
}

static double task_by_peer(long size)
{
    (void)size;
    return by_peer("task");
}

static double chain_by_peer(long size)
{
    (void)size;
    return by_peer("chain");
}

/* --- the table ----------------------------------------------------------- */

struct cost {
    const char *name;
    double (*measure)(long size);
    long size;
};

static const struct cost
    call = {"call, 2 objects", call_in_ring, 2},
    call_10000 = {"call, 10,000 objects", call_in_ring, 10000},
    pair = {"malloc+free", malloc_and_free, 128},
    ten_tasks = {"10 tasks", create_yield_join, 10},
    depth_1 = {"depth 1", resume_at_depth, 1},
    chain_of_10 = {"chain of 10", level_of_chain, 10},
    fired_1000 = {"1,000 timers", timer_fires, 1000},
    cancelled_1000 = {"1,000 timers", timer_cancelled, 1000},
    yield_of_2 = {"yield among 2 tasks", yield_among, 2},
    select_1 = {"select() alone", bare_select, 1},
    select_100 = {"select() alone", bare_select, 100},
    select_1000 = {"select() alone", bare_select, 1000},
    echo_1 = {"select() by hand", echo_by_hand, 1},
    echo_100 = {"select() by hand", echo_by_hand, 100},
    echo_900 = {"select() by hand", echo_by_hand, 900},
    peer_yield = {"C++20 coroutines", yield_by_peer, 2},
    peer_task = {"C++20 coroutines", task_by_peer, 100},
    peer_chain = {"C++20 coroutines", chain_by_peer, 10},
    hand_over = {"condition variable", hand_over_by_hand, 20000},
    hand_over_64 = {"condition variables", jobs_by_hand, 64},
    socket_pair_2 = {"socket pairs", messages_by_hand, 2},
    socket_pair_16 = {"socket pairs", messages_by_hand, 16};

/* At most so many times the floor, which any machine can tell; or so many ns
 * (or bytes), which belong to the machine of NOTES' chapter "Measured". */
struct goal {
    double most;                /* 0: none */
    bool times;
};
#define NO_GOAL {0, false}
#define TIMES(most) {most, true}
#define AT_MOST(most) {most, false}

struct benchmark {
    struct cost cost;
    const struct cost *floor;
    struct goal goal;
};

/* For costs of many beside those of few.  The processor's caches hold only the
 * few: that is what these goals leave room for. */
#define FLAT 1.5
#define LOGARITHMIC 10          /* twice the levels; were it linear, 1,000 */

/* Memory comes first, while this process is small. */
static const struct benchmark benchmarks[] = {
    {{"bytes of a task asleep, of 1,000,000", sleeping_task, MILLION},
     NULL, AT_MOST(160)},

    {{"yield among 2 tasks", yield_among, 2}, &call, AT_MOST(5)},
    {{"  beside C++20", yield_among, 2}, &peer_yield, TIMES(1.2)},
    {{"yield among 10,000 tasks", yield_among, 10000}, &call_10000, TIMES(3)},

    {{"create, run, join a task, 100 at once", create_run_join, 100},
     &pair, AT_MOST(15)},
    {{"  beside C++20", create_run_join, 100}, &peer_task, NO_GOAL},
    {{"gather of 1,000, per child", gather_child, GATHERED},
     &pair, AT_MOST(18)},
    {{"create, yield, join, 10 at once", create_yield_join, 10},
     &pair, NO_GOAL},
    {{"  1,000 at once", create_yield_join, 1000}, &ten_tasks, TIMES(FLAT)},
    {{"  100,000 at once", create_yield_join, 100000}, &ten_tasks, TIMES(FLAT)},
    {{"  1,000,000 at once", create_yield_join, MILLION},
     &ten_tasks, TIMES(FLAT)},

    {{"resume at await depth 1", resume_at_depth, 1}, &call, NO_GOAL},
    {{"  depth 10", resume_at_depth, 10}, &depth_1, TIMES(1.1)},
    {{"  depth 1,000", resume_at_depth, 1000}, &depth_1, TIMES(1.1)},
    {{"  depth 1,000,000", resume_at_depth, MILLION}, &depth_1, TIMES(1.1)},
    {{"fresh chain of 10, per level", level_of_chain, 10}, &pair, AT_MOST(6.5)},
    {{"  beside C++20", level_of_chain, 10}, &peer_chain, NO_GOAL},
    {{"  of 1,000", level_of_chain, 1000}, &chain_of_10, NO_GOAL},
    {{"  of 1,000,000", level_of_chain, MILLION}, &chain_of_10, NO_GOAL},

    {{"timer set and fired, of 1,000", timer_fires, 1000}, &pair, NO_GOAL},
    {{"  of 1,000,000", timer_fires, MILLION}, &fired_1000, TIMES(LOGARITHMIC)},
    {{"timer set and cancelled, of 1,000", timer_cancelled, 1000},
     &pair, NO_GOAL},
    {{"  of 1,000,000", timer_cancelled, MILLION}, &cancelled_1000,
     TIMES(LOGARITHMIC)},

    {{"queue put and get, no waiting", queue_put_get, WORK}, &pair, NO_GOAL},
    {{"  from task to task, room for 1", queue_hand_over, WORK},
     &yield_of_2, AT_MOST(70)},
    {{"lock hand-over between 2 tasks", lock_hand_over, WORK},
     &yield_of_2, AT_MOST(30)},

    {{"semaphore hand-over between 2 tasks", semaphore_hand_over, WORK},
     &yield_of_2, AT_MOST(30)},
    {{"event set, per waiter of 1,000", event_for_each, 1000},
     &yield_of_2, AT_MOST(18)},
    {{"wait_for() in time", wait_for_in_time, WORK / 4}, &pair, NO_GOAL},
    {{"task cancelled, with cleanup", cancel_and_clean_up, WORK},
     &pair, NO_GOAL},
    {{"line of SHOW=trace", trace_per_line, 50000}, &pair, AT_MOST(500)},

    {{"look at 1 descriptor", look_of_loop, 1}, &select_1, NO_GOAL},
    {{"  at 100", look_of_loop, 100}, &select_100, NO_GOAL},
    {{"  at 1,000", look_of_loop, 1000}, &select_1000, NO_GOAL},
    {{"TCP echo round trip, 1 connection", echo_by_loop, 1}, &echo_1, NO_GOAL},
    {{"  100 connections", echo_by_loop, 100}, &echo_100, TIMES(1.25)},
    {{"  900 connections", echo_by_loop, 900}, &echo_900, NO_GOAL},

    {{"work in a pool's thread and back", job_in_pool, 20000},
     &hand_over, TIMES(1.5)},
    {{"  64 in flight, 4 threads", jobs_in_threads, 64},
     &hand_over_64, AT_MOST(1900)},
    {{"work in a process and back, 2 of 2", jobs_in_processes, 2},
     &socket_pair_2, NO_GOAL},
    {{"  16 in flight, 2 processes", jobs_in_processes, 16},
     &socket_pair_16, AT_MOST(16000)},
};

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double sample[REPETITIONS])
{
    qsort(sample, REPETITIONS, sizeof *sample, compare);
    return sample[REPETITIONS / 2];
}

struct samples {
    double cost[REPETITIONS], floor[REPETITIONS], ratio[REPETITIONS];
};

/* The floor right before each cost, so that both have the same weather. */
static bool take(const struct benchmark *benchmark, struct samples *samples)
{
    const struct cost *cost = &benchmark->cost, *floor = benchmark->floor;
    for (int i = 0; i < REPETITIONS; i++) {
        samples->floor[i] = floor ? floor->measure(floor->size) : 1;
        samples->cost[i] = cost->measure(cost->size);
        samples->ratio[i] = samples->cost[i] / samples->floor[i];
        if (isnan(samples->ratio[i]))
            return false;
    }
    return true;
}

/* Three figures, or all before the point. */
static int decimals(double number)
{
    return number < 10 ? 2 : number < 100 ? 1 : 0;
}

static void print(const struct benchmark *benchmark, struct samples *samples)
{
    double cost = median(samples->cost), ratio = median(samples->ratio);
    char range[32], floor[48] = "", goal[32] = "";
    snprintf(range, sizeof range, "(%.*f-%.*f)", decimals(cost),
             samples->cost[0], decimals(cost), samples->cost[REPETITIONS - 1]);
    if (benchmark->floor)
        snprintf(floor, sizeof floor, "%.2f x %s", ratio,
                 benchmark->floor->name);
    double reached = benchmark->goal.times ? ratio : cost;
    if (benchmark->goal.most > 0)
        snprintf(goal, sizeof goal, "<= %g%s %s", benchmark->goal.most,
                 benchmark->goal.times ? " x" : "",
                 reached <= benchmark->goal.most ? "ok" : "over");
    printf("%-38s %7.*f %-15s %-27s %s\n", benchmark->cost.name,
           decimals(cost), cost, range, floor, goal);
}

static bool report(const struct benchmark *benchmark)
{
    struct samples samples;
    bool taken = take(benchmark, &samples);
    if (taken)
        print(benchmark, &samples);
    else
        printf("%-38s not measured: %s\n", benchmark->cost.name,
               strerror(errno));
    fflush(stdout);
    return taken;
}

static void print_header(void)
{
#if defined __clang__
    printf("clang %d.%d", __clang_major__, __clang_minor__);
#elif defined __GNUC__
    printf("gcc %d.%d", __GNUC__, __GNUC_MINOR__);
#else
    printf("another compiler");
#endif
#ifdef __OPTIMIZE__
    printf(", optimized");
#endif
    printf("; median (least-most) of %d, processor time\n\n", REPETITIONS);
    printf("%-38s %7s %-15s %-27s %s\n", "", "ns", "", "ratio to the floor",
           "goal");
}

/* Is a row asked for?  Those that are indented belong to the one above. */
static bool is_wanted(const char *name, const char *words)
{
    static bool wanted;
    if (name[0] != ' ')
        wanted = !words || strstr(name, words);
    return wanted;
}

/* bench [WORDS]: the rows with these words in their names, or all. */
int main(int argc, char **argv)
{
    const char *words = argc > 1 ? argv[1] : NULL;
    static const struct benchmark floors[] = {
        {{"floor: call through a pointer, switch", call_in_ring, 2},
         NULL, NO_GOAL},
        {{"floor: malloc+free of 128 bytes", malloc_and_free, 128},
         NULL, NO_GOAL},
    };
    bool all = true;
    print_header();
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++)
        all = report(&floors[i]) && all;
    for (size_t i = 0; i < sizeof benchmarks / sizeof *benchmarks; i++)
        if (is_wanted(benchmarks[i].cost.name, words))
            all = report(&benchmarks[i]) && all;
    return all ? EXIT_SUCCESS : EXIT_FAILURE;
}
