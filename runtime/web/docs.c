/* docs.c - a plain page about an app, made of its routes: FastAPI's /docs. */
#include <string.h>

#include "io/byte_buffer_private.h"
#include "web/app_request.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<link rel=\"icon\" href=\"data:,\">\n"
    "<title>Path operations</title>\n"
    "<style>\n"
    "body { margin: 0 auto; max-width: 60rem; padding: 1rem;\n"
    "       font: 1rem/1.4 system-ui, sans-serif; }\n"
    "article { border-top: 1px solid #8888; padding: .6rem 0; }\n"
    "h2 { margin: 0; font: bold 1rem ui-monospace, monospace;\n"
    "     overflow-wrap: anywhere; }\n"
    "p { margin: .2rem 0; }\n"
    "</style>\n"
    "<h1>Path operations</h1>\n";

static const char foot[] =
    "<p>Parameters are name:type=usual value; without one they are required."
    "</p>\n</html>\n";

/* So many characters; none of them means anything to HTML. */
static void add_plain(struct byte_buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '&')
            buffer_add_text(out, "&amp;");
        else if (text[i] == '<')
            buffer_add_text(out, "&lt;");
        else
            buffer_add(out, text + i, 1);
    }
}

static void add_text(struct byte_buffer *out, const char *text)
{
    add_plain(out, text, strlen(text));
}

/* "in the query: skip:int=0, q" of "skip:int=0&q"; NULL: nothing. */
static void add_params(struct byte_buffer *out, const char *where,
                       const char *spec)
{
    if (!spec || !*spec)
        return;
    buffer_printf(out, "<p>%s: <code>", where);
    for (;;) {
        size_t length = strcspn(spec, "&");
        add_plain(out, spec, length);
        if (!spec[length])
            break;
        buffer_add_text(out, "</code>, <code>");
        spec += length + 1;
    }
    buffer_add_text(out, "</code></p>\n");
}

static void add_needs(struct byte_buffer *out,
                      const struct dependency *const *needs)
{
    for (int i = 0; i < APP_MAX_NEEDS && needs[i]; i++) {
        buffer_add_text(out, i == 0 ? "<p>depends on <code>"
                                    : "</code>, <code>");
        add_text(out, needs[i]->name);
    }
    if (needs[0])
        buffer_add_text(out, "</code></p>\n");
}

/* Where it runs; and whether it was seen to keep everybody waiting. */
static void add_kind(struct byte_buffer *out, const struct app *app,
                     const struct route *route)
{
    double longest;
    unsigned times = held_by(&app->held, route->name, &longest);
    buffer_printf(out, "<p>%s <code>",
                  route->coro ? "async def" : "def");
    add_text(out, route->name);
    buffer_add_text(out, route->coro
        ? "</code>: on the loop, so it must not block.</p>\n"
        : "</code>: in a thread of the pool, so it may block.</p>\n");
    if (times > 0)
        buffer_printf(out, "<p><strong>It blocks the loop:</strong> seen %u "
                      "time%s lately, for up to %.1f s.</p>\n", times,
                      times > 1 ? "s" : "", longest);
}

static void add_route(struct byte_buffer *out, const struct app *app,
                      const struct route *route)
{
    const char *query = strchr(route->path, '?');
    size_t path = query ? (size_t)(query - route->path) : strlen(route->path);
    buffer_printf(out, "<article>\n<h2>%s ", route->method);
    add_plain(out, route->path, path);
    buffer_add_text(out, "</h2>\n");
    add_kind(out, app, route);
    add_params(out, "in the query", query ? query + 1 : NULL);
    add_params(out, "in the body, a JSON object", route->body);
    add_needs(out, route->needs);
    buffer_add_text(out, "</article>\n");
}

ASYNC(app_docs)
{
    const struct app *app = self->request->app;
    struct byte_buffer out = {0};
    const char *page;
    BEGIN;
    buffer_add_text(&out, head);
    for (size_t i = 0; i < app->route_count; i++)
        add_route(&out, app, &app->routes[i]);
    buffer_add_text(&out, foot);
    page = out.incomplete ? NULL : textf("%s", out.bytes);
    buffer_free(&out);
    if (!page)
        RAISE(http_error(503), "no memory");
    respond_type(self->request, "text/html; charset=utf-8");
    RETURN(page);
    END;
}
