/* app_route.c - which operation answers, and with which parameters. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app_request.h"
#include "http_text.h"

/* --- what a path says ----------------------------------------------------- */

/* One parameter in a route's path: "user_id:int", "limit:int=10". */
struct declared {
    const char *name, *type;
    const char *usual;              /* NULL: it is required */
};

/* Read one declaration; end is behind its last character. */
static struct declared read_declared(const char *text, const char *end)
{
    size_t name = strcspn(text, ":=}&");
    struct declared declared = {.name = textf("%.*s", (int)name, text),
                                .type = "text"};
    text += name;
    if (*text == ':') {
        size_t type = strcspn(++text, "=}&");
        declared.type = textf("%.*s", (int)type, text);
        text += type;
    }
    if (*text == '=')
        declared.usual = textf("%.*s", (int)(end - text - 1), text + 1);
    return declared;
}

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

/* --- values --------------------------------------------------------------- */

/* The text as a value of this type.  False if it is none. */
static bool convert(const char *type, const char *text, struct value *value)
{
    char *end = "";
    errno = 0;
    if (strcmp(type, "int") == 0)
        *value = value_int(strtoll(text, &end, 10));
    else if (strcmp(type, "real") == 0)
        *value = value_real(strtod(text, &end));
    else if (strcmp(type, "text") == 0)
        *value = value_text(text);
    else
        stop("a route has a parameter of type \"%s\": "
             "there are int, real and text", type);
    return *end == '\0' && errno == 0 && (*text || value->kind == VALUE_TEXT);
}

/* What is wrong with it, as FastAPI says it. */
static struct value complaint(const struct declared *declared,
                              const char *place, const char *text)
{
    const char *kind = "missing", *message = "Field required";
    if (text && strcmp(declared->type, "int") == 0) {
        kind = "int_parsing";
        message = "Input should be a valid integer, "
                  "unable to parse string as an integer";
    } else if (text) {
        kind = "float_parsing";
        message = "Input should be a valid number, "
                  "unable to parse string as a number";
    }
    return dict("type", kind, "loc", json_list(place, declared->name),
                "msg", message,
                "input", text ? value_text(text) : value_none());
}

/* All complaints about a request. */
struct complaints {
    struct value list[APP_MAX_PARAMS];
    size_t count;
};

static void take_param(struct request *request, const struct declared *declared,
                       const char *place, const char *text,
                       struct complaints *complaints)
{
    if (request->param_count == APP_MAX_PARAMS)
        stop("route %s has more than %d parameters", request->route->path,
             APP_MAX_PARAMS);
    struct param *param = &request->params[request->param_count++];
    param->name = declared->name;
    if (!text || !convert(declared->type, text, &param->value))
        complaints->list[complaints->count++] =
            complaint(declared, place, text);
}

static void take_path_params(struct request *request,
                             struct complaints *complaints)
{
    const char *spec = request->route->path;
    const char *path = request->http->request->path;
    while (*spec && *spec != '?') {
        if (*spec != '{') {
            spec++, path++;
            continue;
        }
        const char *end = spec + strcspn(spec, "}");
        size_t length = strcspn(path, "/");
        struct declared declared = read_declared(spec + 1, end);
        take_param(request, &declared, "path",
                   textf("%.*s", (int)length, path), complaints);
        path += length;
        spec = *end ? end + 1 : end;
    }
}

static void take_query_params(struct request *request,
                              struct complaints *complaints)
{
    const char *spec = strchr(request->route->path, '?');
    while (spec && *spec) {
        spec++;
        const char *end = spec + strcspn(spec, "&");
        struct declared declared = read_declared(spec, end);
        const char *text = http_query(request->http->request, declared.name);
        take_param(request, &declared, "query", text ? text : declared.usual,
                   complaints);
        spec = end;
    }
}

/* --- finding the operation ------------------------------------------------ */

#define JSON_TYPE "application/json"

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

static bool find_route(struct request *request)
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
    else
        http_answer(request->http, 404, JSON_TYPE,
                    "{\"detail\":\"Not Found\"}");
    return false;
}

bool app_find_operation(struct request *request)
{
    struct complaints complaints = {.count = 0};
    if (!find_route(request))
        return false;
    take_path_params(request, &complaints);
    take_query_params(request, &complaints);
    if (complaints.count == 0)
        return true;
    struct value detail = dict(
        "detail", json_array(complaints.list, complaints.count));
    http_answer(request->http, 422, JSON_TYPE, detail.text);
    return false;
}

/* --- parameters, as handlers ask for them --------------------------------- */

static struct value param(const struct request *request, const char *name,
                          enum value_kind kind)
{
    for (unsigned i = 0; i < request->param_count; i++)
        if (strcmp(request->params[i].name, name) == 0 &&
            request->params[i].value.kind == kind)
            return request->params[i].value;
    stop("route %s has no parameter %s%s", request->route->path, name,
         kind == VALUE_INT ? ":int" : kind == VALUE_REAL ? ":real" : "");
}

int64_t param_int(const struct request *request, const char *name)
{
    return param(request, name, VALUE_INT).integer;
}

double param_real(const struct request *request, const char *name)
{
    return param(request, name, VALUE_REAL).real;
}

const char *param_text(const struct request *request, const char *name)
{
    return param(request, name, VALUE_TEXT).text;
}
