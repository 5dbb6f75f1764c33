/* events.c - a heartbeat of the loop, as server-sent events.
 *
 * A beat is due each 0.2 s.  It comes late if somebody keeps the loop, and then
 * all that were due meanwhile come at once, each with how late it is: so long
 * would somebody have waited who asked at that moment.
 */
#include "watch/count.h"
#include "web/app_request.h"

#define BEAT 0.2                /* s */

enum { BEATS_MADE_UP = 300 };   /* more that are missing are left out */

static struct value describe(const struct held_step *held)
{
    const struct slow_step *step = &held->step;
    return dict("who", step->name,
                "file", step->file ? value_text(step->file) : value_none(),
                "from", step->from, "to", step->to,
                "seconds", step->seconds, "until", held->until);
}

/* Who has held the loop since number first. */
static struct value held_since(const struct held *held, uint64_t first)
{
    struct value steps[HELD_KEPT];
    size_t count = 0;
    if (held->count > first + HELD_KEPT)
        first = held->count - HELD_KEPT;
    for (uint64_t i = first; i < held->count; i++)
        steps[count++] = describe(&held->last[i % HELD_KEPT]);
    return json_array(steps, count);
}

/* due: the beat's time.  What the loop is doing, as JSON. */
static struct value beat(const struct app *app, double due, uint64_t told)
{
    struct task_counts now = count_tasks();
    return dict("due", due, "late", loop_time() - due,
                "ready", now.ready, "sleeping", now.sleeping,
                "network", now.at_descriptors, "results", now.at_futures,
                "threads", executor_running(app->pool),
                "slots", executor_slots(app->pool),
                "held", held_since(&app->held, told));
}

static double next_due(double due)
{
    double now = loop_time();
    return due + BEAT < now - BEATS_MADE_UP * BEAT ? now : due + BEAT;
}

ASYNC(app_events)
{
    const struct app *app = self->request->app;
    const char *json;
    BEGIN;
    respond_type(self->request, "text/event-stream");
    AWAIT(respond_piece(self->request, "retry: 500\n\n"));
    self->told = app->held.count;
    self->due = loop_time();
    while (!app_stops(self->request)) {
        AWAIT(async_sleep(self->due - loop_time()));
        json = json_text(beat(app, self->due, self->told));
        self->told = app->held.count;
        self->due = next_due(self->due);
        AWAIT(respond_piece(self->request,
                            textf("data: %s\n\n", json ? json : "{}")));
    }
    END;
}
