/* load.c - how an app bears a crowd. */
#include <string.h>

#include "web/app.h"

enum { CROWD = 10 };

struct app_crowded {
    CORO;
    struct app *app;
    const char *path, *probe;
    double alone;
    struct value took[CROWD + 1];
};

ASYNC(app_crowded)
{
    struct awaitable all[CROWD + 1];
    BEGIN;
    AWAIT(app_ask_timed(self->app, 0, self->path));
    self->alone = as_real(awaited());
    for (int i = 0; i < CROWD; i++)
        all[i] = awaitable(app_ask_timed(self->app, 0, self->path));
    all[CROWD] = awaitable(app_ask_timed(self->app, 0.1, self->probe));
    AWAIT(gather_array(self->took, CROWD + 1, all));
    say("%-22s alone %4.1f s, the last of ten %4.1f s, %s %4.1f s",
        self->path, self->alone, as_real(self->took[CROWD - 1]), self->probe,
        as_real(self->took[CROWD]));
    END;
}

/* Without the query; NULL from probe's on. */
static const char *path_before(const char *probe, const struct app *app,
                               size_t i)
{
    if (i == app->route_count || strcmp(app->routes[i].path, probe) == 0)
        return NULL;
    const char *path = app->routes[i].path;
    return textf("%.*s", (int)strcspn(path, "?"), path);
}

struct app_loading {
    CORO;
    struct app *app;
    const char *probe;
    size_t i;
};

ASYNC(app_loading)
{
    const char *path;
    BEGIN;
    while ((path = path_before(self->probe, self->app, self->i++)))
        AWAIT(coro(app_crowded, .app = self->app, .path = path,
                   .probe = self->probe));
    END;
}

struct coro app_under_load(struct app *app, const char *probe)
{
    return coro(app_loading, .app = app, .probe = probe);
}
