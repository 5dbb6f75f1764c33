/* Lesson 23: choosing.
 *
 * The question: four kinds of work, four tools.  Which tool for which?
 *
 * In Python, sixteen pieces of each kind at once:
 *
 *      await gather(*(piece() for ...))                        # the loop
 *      await gather(*(to_thread(piece) for ...))               # threads
 *      await gather(*(loop.run_in_executor(cores, piece) ...)) # processes
 *      for ...: piece()                                        # plain
 *
 * A piece takes 0.1 s.  It waits, and can be awaited; or it waits in a library
 * that blocks; or it computes; or it is mixed: it waits for one half of its
 * time, which can be awaited, and computes in the other.
 *
 * Watch: the time for all sixteen.  "!": nobody else could run meanwhile, says a
 * heart that beats every 0.01 s.  "*": the quickest of those without.  Below it
 * the chart that follows.
 *
 * There are eight threads for what blocks, and four threads or processes for
 * what computes: more than there are cores win nothing.  CLOCK=virtual has a
 * core for each.  Threads compute as well as processes here; in Python they
 * share a lock, and take as long as plain.
 *
 * Try: make lesson-23, with the cores you have.  A hundred pieces.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime.h"

#define PIECE 0.1       /* seconds */
#define BEAT 0.01

enum { PIECES = 16, THREADS = 8, CORES = 4 };
enum kind { WAITING, BLOCKING, COMPUTING, MIXED, KINDS };
enum tool { LOOP, IN_THREADS, PROCESSES, PLAIN, TOOLS };

static const char *const kinds[] = {"waiting", "blocking", "computing", "mixed"};
static const char *const tools[] = {"loop", "threads", "processes", "plain"};

static struct executor *many_threads, *few_threads, *processes;
static struct { double took, late; } cells[KINDS][TOOLS];

/* --- the work ------------------------------------------------------------- */

static double computed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void compute(double seconds)
{
    const char *clock = getenv("CLOCK");
    double end = computed() + seconds;
    if (clock && strcmp(clock, "virtual") == 0)
        blocking_sleep(seconds);
    else
        while (computed() < end)
            for (volatile int i = 0; i < 10000; i++)
                continue;
}

/* What of a piece cannot be awaited; of one that could be, all. */
static struct value rest_of_piece(struct value kind)
{
    if (as_int(kind) == MIXED)
        compute(PIECE / 2);
    else if (as_int(kind) == COMPUTING)
        compute(PIECE);
    else
        blocking_sleep(PIECE);
    return value_none();
}

/* On the loop, or with the rest of it in a pool. */
struct piece { CORO; enum kind kind; enum tool tool; };
ASYNC(piece)
{
    struct executor *pool = self->tool == PROCESSES     ? processes
                            : self->kind >= COMPUTING   ? few_threads
                                                        : many_threads;
    BEGIN;
    if (self->kind == MIXED)
        AWAIT(async_sleep(PIECE / 2));
    if (self->tool != LOOP)
        AWAIT(run_in_executor(pool, rest_of_piece, self->kind));
    else if (self->kind == WAITING)
        AWAIT(async_sleep(PIECE));
    else
        rest_of_piece(value_int(self->kind));
    END;
}

static void one_after_the_other(enum kind kind)
{
    for (int i = 0; i < PIECES; i++) {
        if (kind == MIXED)
            blocking_sleep(PIECE / 2);
        rest_of_piece(value_int(kind));
    }
}

/* --- measuring ------------------------------------------------------------ */

static double most_late;

struct heart { CORO; double due; };
ASYNC(heart)
{
    BEGIN;
    for (;;) {
        self->due = loop_time() + BEAT;
        AWAIT(async_sleep(BEAT));
        if (loop_time() - self->due > most_late)
            most_late = loop_time() - self->due;
    }
    END;
}

struct measured {
    CORO;
    enum kind kind;
    enum tool tool;
    struct task *heart;
    double began;
    struct value none[PIECES];
};

ASYNC(measured)
{
    struct awaitable all[PIECES];
    BEGIN;
    most_late = 0;
    self->heart = create_task(coro(heart));
    AWAIT(async_sleep(BEAT));
    self->began = loop_time();
    if (self->tool == PLAIN) {
        one_after_the_other(self->kind);
    } else {
        for (int i = 0; i < PIECES; i++)
            all[i] = awaitable(
                coro(piece, .kind = self->kind, .tool = self->tool));
        AWAIT(gather_array(self->none, PIECES, all));
    }
    cells[self->kind][self->tool].took = loop_time() - self->began;
    AWAIT(async_sleep(2 * BEAT));
    cells[self->kind][self->tool].late = most_late;
    task_cancel(self->heart);
    TRY_AWAIT(self->heart);
    END;
}

/* --- what follows --------------------------------------------------------- */

static bool others_wait(enum kind kind, enum tool tool)
{
    return cells[kind][tool].late > PIECE / 2 - BEAT / 2;
}

static double quickest(enum kind kind)
{
    double best = 1e9;
    for (enum tool tool = 0; tool < TOOLS; tool++)
        if (!others_wait(kind, tool) && cells[kind][tool].took < best)
            best = cells[kind][tool].took;
    return best;
}

static char mark(enum kind kind, enum tool tool)
{
    if (others_wait(kind, tool))
        return '!';
    return cells[kind][tool].took < 1.2 * quickest(kind) ? '*' : ' ';
}

static void print_row(enum kind kind)
{
    printf("%-10s", kinds[kind]);
    for (enum tool tool = 0; tool < TOOLS; tool++)
        printf("  %s %.2f %c", tools[tool], cells[kind][tool].took,
               mark(kind, tool));
    putchar('\n');
}

static void print_chart(void)
{
    printf("\nCan it be awaited, and waits?  the loop        %.2f s, plain %.2f\n"
           "Does it block?                 threads         %.2f s, loop  %.2f\n"
           "Does it compute?               processes       %.2f s, loop  %.2f\n"
           "Both, one after the other?     loop, processes %.2f s, loop  %.2f\n",
           cells[WAITING][LOOP].took, cells[WAITING][PLAIN].took,
           cells[BLOCKING][IN_THREADS].took, cells[BLOCKING][LOOP].took,
           cells[COMPUTING][PROCESSES].took, cells[COMPUTING][LOOP].took,
           cells[MIXED][PROCESSES].took, cells[MIXED][LOOP].took);
}

struct async_main { CORO; enum kind kind; enum tool tool; };
ASYNC(async_main)
{
    BEGIN;
    processes = process_pool(CORES);
    few_threads = thread_pool(CORES);
    many_threads = thread_pool(THREADS);
    if (!processes || !few_threads || !many_threads)
        RAISE(errno, "no pool");
    for (; self->kind < KINDS; self->kind++) {
        for (self->tool = 0; self->tool < TOOLS; self->tool++)
            AWAIT(coro(measured, .kind = self->kind, .tool = self->tool));
        print_row(self->kind);
    }
    print_chart();
    END;
}

int main(void)
{
    return run(coro(async_main));
}
