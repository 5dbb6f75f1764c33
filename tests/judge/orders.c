/* orders.c - run a case in every order of the ready tasks. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "orders.h"

enum {
    EVERY_LIMIT = 2000,     /* orders; if there are more, */
    LOTS = 400,             /* so many by lot; */
    HOPELESS = 1000000,     /* and at once, if a run promises so many */
    CHOICES = 200,          /* in one run; behind these, first in, first out */
    TURNS = 2000,           /* in one run; then it is ended */
};

/* One run is a list of choices: the which-th of so many ready jobs. */
static struct order {
    int length;             /* choices that are laid down beforehand */
    int made;               /* choices, up to now */
    unsigned of[CHOICES], which[CHOICES];
    bool by_lot;
    uint32_t lot;
    struct queue others;    /* ready, too, but not in this turn */
    const char *names;      /* of those that were chosen; NULL: not wanted */
} order;

/* --- one turn, one job -------------------------------------------------- */

static unsigned count_jobs(const struct queue *queue)
{
    unsigned count = 0;
    for (struct job *job = queue_next(queue, NULL); job;
         job = queue_next(queue, job))
        count++;
    return count;
}

static unsigned draw(unsigned of)
{
    order.lot = order.lot * 1664525 + 1013904223;
    return (order.lot >> 8) % of;
}

static unsigned choose(unsigned of)
{
    int i = order.made++;
    if (i >= CHOICES)
        return 0;
    if (i >= order.length)
        order.which[i] = order.by_lot ? draw(of) : 0;
    order.of[i] = of;
    return order.which[i] % of;
}

static void add_name(const struct job *job)
{
    const char *name = "a callback";
    if (!order.names)
        return;
    if (job_task(job))
        name = task_name(job_task(job));
    order.names = textf("%s%s%s", order.names, *order.names ? ", " : "", name);
}

static void keep_one(struct queue *ready)
{
    unsigned count = count_jobs(ready);
    if (count < 2)
        return;
    unsigned which = choose(count);
    struct job *job = queue_next(ready, NULL);
    while (which-- > 0)
        job = queue_next(ready, job);
    queue_remove(ready, job);
    queue_append(&order.others, ready);
    queue_push(ready, job);
    add_name(job);
}

static void put_back(struct queue *ready)
{
    queue_append(&order.others, ready);
    queue_append(ready, &order.others);
}

static void arrange(void *arg, const struct loop_event *event)
{
    (void)arg;
    if (event->kind == EVENT_TURN)
        keep_one(&running_loop->ready);
    if (event->kind == EVENT_TURN_END)
        put_back(&running_loop->ready);
    if (event->kind == EVENT_TURN && event->turn == TURNS)
        task_cancel(running_loop->tasks.main);
}

static const struct observer arranger = {.see = arrange};

static void begin_order(const char *names)
{
    order.made = 0;
    order.others.last = NULL;
    order.names = names;
}

/* --- all of them -------------------------------------------------------- */

static bool run_once(const struct orders_case *one)
{
    struct loop_options options = {.virtual_clock = true,
                                   .leave_interrupts = true,
                                   .patience = &usual_patience,
                                   .observer = arranger};
    begin_order(NULL);
    struct coro main = one->begin();
    return one->right(loop_run(&options, main, NULL));
}

/* The next order: another choice at the latest turn that has one left. */
static bool next_order(void)
{
    int last = order.made < CHOICES ? order.made : CHOICES;
    while (last > 0 && order.which[last - 1] + 1 >= order.of[last - 1])
        last--;
    order.length = last;
    if (last > 0)
        order.which[last - 1]++;
    return last > 0;
}

struct tally {
    int tried, right;
    bool every;
    bool fifo_right;        /* in the loop's own order, which comes first */
    struct order wrong;     /* the first one that was */
};

/* Whoever is in a hurry wants to know only whether all are right. */
static bool is_enough(const struct tally *tally)
{
    return is_in_a_hurry() && tally->right < tally->tried;
}

static void try_order(struct tally *tally, const struct orders_case *one)
{
    bool right = run_once(one);
    if (tally->tried == 0)
        tally->fifo_right = right;
    if (!right && tally->right == tally->tried)
        tally->wrong = order;
    tally->right += right;
    tally->tried++;
}

/* The orders there are if all runs have as many choices as this one. */
static double promised(void)
{
    double orders = 1;
    for (int i = 0; i < order.made && i < CHOICES; i++)
        orders *= order.of[i];
    return orders;
}

static struct tally try_every(const struct orders_case *one)
{
    struct tally tally = {.every = true};
    order = (struct order){.length = 0};
    do {
        try_order(&tally, one);
        if (tally.tried > EVERY_LIMIT || promised() > HOPELESS)
            return (struct tally){.every = false};
    } while (!is_enough(&tally) && next_order());
    return tally;
}

static struct tally try_lots(const struct orders_case *one)
{
    struct tally tally = {.every = false};
    for (uint32_t seed = 1; seed <= LOTS && !is_enough(&tally); seed++) {
        order = (struct order){.by_lot = seed > 1, .lot = seed * 2654435761U};
        try_order(&tally, one);
    }
    return tally;
}

/* What it prints, so many times over, nobody wants to read. */
static void be_quiet(int saved[2])
{
    int nowhere = open("/dev/null", O_WRONLY);
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        saved[i] = dup(STDOUT_FILENO + i);
        dup2(nowhere, STDOUT_FILENO + i);
    }
    close(nowhere);
}

static void be_loud(const int saved[2])
{
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        dup2(saved[i], STDOUT_FILENO + i);
        close(saved[i]);
    }
}

void play_in_all_orders(const struct orders_case *one)
{
    int saved[2];
    struct acts *noted = acts_noted;
    acts_noted = NULL;                  /* of so many runs only one matters */
    play_only_once();
    play_computes_long();
    be_quiet(saved);
    struct tally tally = try_every(one);
    if (!tally.every)
        tally = try_lots(one);
    be_loud(saved);
    acts_noted = noted;

    bool all = tally.right == tally.tried;
    order = all ? (struct order){.length = 0} : tally.wrong;
    order.length = order.made < CHOICES ? order.made : CHOICES;
    begin_order("");
    note("orders", tally.tried);
    note("right", tally.right);
    note("every", tally.every);
    note("first in, first out", tally.fifo_right);
    play_watched(one->begin(), arranger);
    note("order", order.names);
}

/* --- judging ------------------------------------------------------------ */

/* "1,680" */
static const char *with_comma(int64_t number)
{
    return number < 1000 ? textf("%d", (int)number)
                         : textf("%d,%03d", (int)(number / 1000),
                                 (int)(number % 1000));
}

/* The first names in a list of many. */
static const char *shortened(const char *names)
{
    enum { ENOUGH = 60 };
    if (strlen(names) <= ENOUGH)
        return names;
    int length = ENOUGH;
    while (names[length] != ',')
        length--;
    return textf("%.*s, ...", length, names);
}

const char *orders_text(const struct run *run)
{
    const char *kind = noted(run, "every").integer ? "orders"
                                                   : "orders drawn by lot";
    const char *counts =
        textf("right in %s of %s %s", with_comma(noted(run, "right").integer),
              with_comma(noted(run, "orders").integer), kind);
    if (noted(run, "right").integer == noted(run, "orders").integer)
        return counts;
    return textf("%s; the first that breaks it%s: %s", counts,
                 right_first_in_first_out(run) ? "" : ", the loop's own",
                 shortened(noted(run, "order").text));
}

bool right_first_in_first_out(const struct run *run)
{
    return noted(run, "first in, first out").integer;
}

bool right_in_all_orders(const struct run *run)
{
    yours("%s", orders_text(run));
    return noted(run, "right").integer == noted(run, "orders").integer;
}
