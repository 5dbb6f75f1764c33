/* app_ask.c - asking an app without a network. */
#include <errno.h>
#include <string.h>

#include "io/byte_buffer_private.h"
#include "web/app_request.h"

struct app_asking {
    CORO;
    struct app *app;
    const char *method, *target, *body;
    int ends[2];
    struct task *answering;
    double *when;                   /* the answer was there; or NULL */
    struct byte_buffer bytes;
    struct error *error;
    char piece[1024];
};

static void write_request(struct app_asking *self)
{
    buffer_printf(&self->bytes, "%s %s HTTP/1.1\r\nHost: app\r\n"
                                "Connection: close\r\n",
                  self->method, self->target);
    if (self->body)
        buffer_printf(&self->bytes, "Content-Length: %zu\r\n",
                      strlen(self->body));
    buffer_printf(&self->bytes, "\r\n%s", self->body ? self->body : "");
}

/* Send the request, and read until the server closes. */
struct app_exchange {
    CORO;
    struct app_asking *asking;
};

ASYNC(app_exchange)
{
    struct app_asking *asking = self->asking;
    BEGIN;
    write_request(asking);
    AWAIT(async_write(asking->ends[0], asking->bytes.bytes,
                      asking->bytes.used));
    buffer_clear(&asking->bytes);
    for (;;) {
        AWAIT(async_read(asking->ends[0], asking->piece,
                         sizeof asking->piece));
        if (as_int(awaited()) == 0)
            break;
        buffer_add(&asking->bytes, asking->piece, (size_t)as_int(awaited()));
    }
    if (asking->bytes.incomplete)
        RAISE(ENOMEM, "no memory for the answer");
    END;
}

/* "200 content" of "HTTP/1.1 200 OK", headers, content. */
static const char *status_and_content(const struct byte_buffer *bytes)
{
    const char *content = bytes->used ? strstr(bytes->bytes, "\r\n\r\n") : NULL;
    if (!content)
        return "no answer";
    return textf("%.3s %s", bytes->bytes + strlen("HTTP/1.1 "), content + 4);
}

ASYNC(app_asking)
{
    BEGIN;
    app_open(self->app);
    if (make_socket_pair(self->ends) != 0)
        RAISE(errno, "no sockets to ask the app");
    self->answering = create_task(
        http_serve_connection(&self->app->server, self->ends[1]));
    TRY_AWAIT(coro(app_exchange, .asking = self));
    self->error = caught();
    close_fd(self->ends[0]);
    if (!self->error)
        self->target = status_and_content(&self->bytes);
    buffer_free(&self->bytes);
    if (self->error)
        RAISE_ERROR(self->error);
    if (self->when)
        *self->when = loop_time();
    TRY_AWAIT(self->answering);     /* who asks may end now, and the app too */
    RETURN(self->target);
    END;
}

struct coro app_ask(struct app *app, const char *method, const char *target,
                    const char *body)
{
    return coro(app_asking, .app = app, .method = method, .target = target,
                .body = body);
}

/* --- how long it takes --------------------------------------------------- */

struct app_timing {
    CORO;
    struct app *app;
    const char *target;
    double later, due, when;
};

ASYNC(app_timing)
{
    BEGIN;
    self->due = loop_time() + self->later;
    AWAIT(async_sleep(self->later));
    AWAIT(coro(app_asking, .app = self->app, .method = "GET",
               .target = self->target, .when = &self->when));
    RETURN(self->when - self->due);
    END;
}

struct coro app_ask_timed(struct app *app, double later, const char *target)
{
    return coro(app_timing, .app = app, .later = later, .target = target);
}
