/* route.c - which operation answers. */
#include <string.h>

#include "io/byte_buffer_private.h"
#include "memory/arena.h"
#include "web/app_request.h"
#include "web/http_text.h"

#define JSON_TYPE "application/json"

/* --- paths --------------------------------------------------------------- */

static bool path_matches(const char *spec, const char *path)
{
    while (*spec && *spec != '?') {
        if (*spec == '{') {
            size_t length = strcspn(path, "/");
            if (length == 0)
                return false;
            path += length;
            spec += strcspn(spec, "}") + 1;
        } else if (*spec++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

/* The same path with a slash at its end, or without; NULL: there is none, or
 * no memory for it. */
static const char *other_spelling(const char *path)
{
    size_t length = strlen(path);
    bool has_slash = path[length - 1] == '/';
    char *other = arena_get(length + 2);
    if (!other)
        return NULL;
    while (has_slash && length > 0 && path[length - 1] == '/')
        length--;
    if (length == 0 && has_slash)
        return NULL;
    memcpy(other, path, length);
    strcpy(other + length, has_slash ? "" : "/");
    return other;
}

/* --- methods ------------------------------------------------------------- */

static bool method_matches(const struct route *route, const char *method)
{
    return strcmp(route->method, method) == 0 ||
           (strcmp(route->method, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

/* Add the methods of a route to a list, each once. */
static const char *add_methods(const char *allowed, const struct route *route)
{
    const char *method = route->method;
    if (text_list_has(allowed, method))
        return allowed;
    if (strcmp(method, "GET") == 0)
        method = "GET, HEAD";
    return *allowed ? textf("%s, %s", allowed, method) : method;
}

/* There is such a path, but not for this method: which methods are there? */
static void refuse_method(struct request *request, const char *allowed)
{
    http_answer(request->http, 405, JSON_TYPE,
                "{\"detail\":\"Method Not Allowed\"}");
    http_add_header(request->http, "Allow", allowed);
}

/* "OPTIONS *": what the server can do at all. */
static void answer_about_server(struct request *request)
{
    const char *allowed = "";
    for (size_t i = 0; i < request->app->route_count; i++)
        allowed = add_methods(allowed, &request->app->routes[i]);
    request->http->status = 204;
    http_add_header(request->http, "Allow", allowed);
}

/* --- another spelling ---------------------------------------------------- */

static void add_escaped(struct byte_buffer *out, const char *text,
                        const char *plain)
{
    for (; *text; text++)
        if (text_is_unreserved(*text) || strchr(plain, *text))
            buffer_add(out, text, 1);
        else
            buffer_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
}

/* The client is to ask there, in the same way: 307. */
static void send_to(struct request *request, const char *path)
{
    const struct http_request *http = request->http->request;
    struct byte_buffer target = {0};
    add_escaped(&target, path, "/");
    for (unsigned i = 0; i < http->query_count; i++) {
        buffer_add_text(&target, i == 0 ? "?" : "&");
        add_escaped(&target, http->query[i].name, "");
        buffer_add_text(&target, "=");
        add_escaped(&target, http->query[i].value, "");
    }
    request->http->status = target.incomplete ? 503 : 307;
    if (!target.incomplete)
        http_add_header(request->http, "Location", textf("%s", target.bytes));
    buffer_free(&target);
}

static bool exists(const struct app *app, const char *path)
{
    for (size_t i = 0; i < app->route_count; i++)
        if (path_matches(app->routes[i].path, path))
            return true;
    return false;
}

/* --- finding the operation ----------------------------------------------- */

/* Nothing has this path: is it known with a slash more or less? */
static void answer_unknown(struct request *request)
{
    const char *other = other_spelling(request->http->request->path);
    if (other && exists(request->app, other))
        send_to(request, other);
    else
        http_answer(request->http, 404, JSON_TYPE,
                    "{\"detail\":\"Not Found\"}");
}

bool app_find_operation(struct request *request)
{
    const struct app *app = request->app;
    const struct http_request *http = request->http->request;
    const char *allowed = "";
    for (size_t i = 0; i < app->route_count; i++) {
        const struct route *route = &app->routes[i];
        if (!path_matches(route->path, http->path))
            continue;
        request->route = route;
        if (method_matches(route, http->method))
            return true;
        allowed = add_methods(allowed, route);
    }
    if (*allowed)
        refuse_method(request, allowed);
    else if (strcmp(http->path, "*") == 0)
        answer_about_server(request);
    else
        answer_unknown(request);
    return false;
}
