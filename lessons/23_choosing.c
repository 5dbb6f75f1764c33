/* Lesson 23: choosing.
 *
 * The question: which tool for which kind of work?
 *
 * In Python, eight pieces of work at once, each of them in a task:
 *
 *      loop         await asyncio.sleep(0.1)
 *      processes    await loop.run_in_executor(cores, piece)
 *      threads      await asyncio.to_thread(piece)
 *      both         await asyncio.sleep(0.05), and the rest in a process
 *      plain        piece()
 *
 * A piece takes 0.1 s: it can be awaited; or it waits in a library that blocks;
 * or it computes; or it waits and computes, half and half.
 *
 * Watch: the seconds for all eight.  "!": nobody else could run meanwhile.  Use
 * the quickest without; of two, the one further left.  (In Python threads share
 * a lock: to compute in them is as slow as plain.)
 *
 * Try: the cores you have, without CLOCK=virtual, which has enough of them.
 */
#include "runtime.h"

enum { PIECES = 8, THREADS = 4, CORES = 2, KINDS = 4 };
struct work { double waits, blocks, computes; };            /* seconds */
static const struct {
    const char *question; struct work piece;
    unsigned threads;           /* who computes needs no more than cores */
} kinds[KINDS] = {
    {"Can it be awaited?", {.waits = 0.1}, THREADS},
    {"Does it block?", {.blocks = 0.1}, THREADS},
    {"Does it compute?", {.computes = 0.1}, CORES},
    {"Does it do both?", {.waits = 0.05, .computes = 0.05}, CORES},
};
enum { LOOP, PROCESSES, IN_THREADS, BOTH, PLAIN, TOOLS };
static struct tool {
    const char *name;
    bool awaits;                /* what can be awaited, */
    struct executor *pool;      /* and does the rest here; NULL: on the loop */
    double took; bool alone;    /* nobody else could run meanwhile */
} tools[] = {{.name = "loop", .awaits = true}, {.name = "processes"},
             {.name = "threads"}, {.name = "both", .awaits = true},
             {.name = "plain"}};

/* A piece, or what is left of it, without an await. */
static struct value in_one_go(struct value piece)
{
    const struct work *work = as_pointer(piece);
    blocking_sleep(work->waits + work->blocks);
    compute_for(work->computes);
    return value_none();
}

struct piece { CORO; struct work left; const struct tool *tool; };
ASYNC(piece)
{
    BEGIN;
    if (self->tool->awaits) {
        AWAIT(async_sleep(self->left.waits));
        self->left.waits = 0;
    }
    if (self->tool->pool)
        AWAIT(run_in_executor_with(self->tool->pool, in_one_go, &self->left,
                                   sizeof self->left));
    else
        in_one_go(value_pointer(&self->left));
    END;
}

struct measure { CORO; struct work piece; struct tool *tool;
                 struct task_group *pieces; double began; };
ASYNC(measure)
{
    BEGIN;
    self->began = loop_time();
    self->pieces = task_group();
    for (int i = 0; i < PIECES; i++)
        group_spawn(self->pieces,
                    coro(piece, .left = self->piece, .tool = self->tool));
    AWAIT(async_sleep(0.075));          /* are we in time, meanwhile? */
    self->tool->alone = loop_time() - self->began > 0.175;
    AWAIT(group_exit(self->pieces, NULL));
    self->tool->took = loop_time() - self->began;
    END;
}

static void print_row(const char *question)
{
    const struct tool *best = &tools[PLAIN];
    for (const struct tool *tool = tools; tool < tools + TOOLS; tool++)
        if (!tool->alone && (best->alone || tool->took < 0.8 * best->took))
            best = tool;
    printf("%-19s%-9s", question, best->name);
    for (int i = 0; i < TOOLS; i++)
        printf("%8.2f %c", tools[i].took, tools[i].alone ? '!' : ' ');
    putchar('\n');
}

struct async_main { CORO; int kind, tool; };
ASYNC(async_main)
{
    BEGIN;
    tools[PROCESSES].pool = tools[BOTH].pool = process_pool(CORES);
    printf("%22s%16s processes   threads      both     plain\n", "use", "loop");
    for (; self->kind < KINDS; self->kind++) {
        tools[IN_THREADS].pool = thread_pool(kinds[self->kind].threads);
        if (!tools[PROCESSES].pool || !tools[IN_THREADS].pool)
            RAISE(errno, "no pool");
        for (self->tool = 0; self->tool < TOOLS; self->tool++)
            AWAIT(coro(measure, .piece = kinds[self->kind].piece,
                       .tool = &tools[self->tool]));
        print_row(kinds[self->kind].question);
    }
    END;
}

int main(void)
{
    return run(coro(async_main));
}
