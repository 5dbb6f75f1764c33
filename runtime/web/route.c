/* route.c - which operation answers, and with which parameters. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "web/app_request.h"
#include "web/http_text.h"
#include "core/arena.h"

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

/* --- what a path says ---------------------------------------------------- */

/* One parameter in a route's path: "user_id:int", "limit:int=10". */
struct declared {
    const char *name;
    const char *type;               /* so many characters of the path: */
    size_t type_length;
    const char *usual;              /* NULL: it is required */
};

/* What there is to do for one request. */
struct taking {
    struct request *request;
    struct value complaints[APP_MAX_PARAMS];
    size_t complaint_count;
    bool no_memory;
};

/* So many characters as a text of their own. */
static const char *copy(struct taking *taking, const char *from, size_t length)
{
    char *text = arena_get(length + 1);
    if (!text) {
        taking->no_memory = true;
        return "";
    }
    memcpy(text, from, length);
    text[length] = '\0';
    return text;
}

/* Read one declaration; end is behind its last character. */
static struct declared read_declared(struct taking *taking, const char *text,
                                     const char *end)
{
    size_t name = strcspn(text, ":=}&");
    struct declared declared = {.name = copy(taking, text, name),
                                .type = "text", .type_length = 4};
    text += name;
    if (*text == ':') {
        declared.type = ++text;
        declared.type_length = strcspn(text, "=}&");
        text += declared.type_length;
    }
    if (*text == '=')
        declared.usual = copy(taking, text + 1, (size_t)(end - text - 1));
    return declared;
}

static bool has_type(const struct declared *declared, const char *type)
{
    return strlen(type) == declared->type_length &&
           strncmp(declared->type, type, declared->type_length) == 0;
}

/* --- values -------------------------------------------------------------- */

/* The text as a value of the declared type.  False if it is none. */
static bool convert(const struct declared *declared, const char *text,
                    struct value *value)
{
    char *end = "";
    errno = 0;
    if (has_type(declared, "int"))
        *value = value_int(strtoll(text, &end, 10));
    else if (has_type(declared, "real"))
        *value = value_real(strtod(text, &end));
    else if (has_type(declared, "text"))
        *value = value_text(text);
    else
        panic("a route has a parameter of type \"%.*s\": "
             "there are int, real and text", (int)declared->type_length,
             declared->type);
    return *end == '\0' && errno == 0 && (*text || value->kind == VALUE_TEXT);
}

/* What is wrong with it, as FastAPI says it. */
static struct value complaint(const struct declared *declared,
                              const char *place, const char *text)
{
    const char *kind = "missing", *message = "Field required";
    if (text && has_type(declared, "int")) {
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

static void take_param(struct taking *taking, const struct declared *declared,
                       const char *place, const char *text)
{
    struct request *request = taking->request;
    if (request->param_count == APP_MAX_PARAMS)
        panic("route %s has more than %d parameters", request->route->path,
             APP_MAX_PARAMS);
    struct param *param = &request->params[request->param_count++];
    param->name = declared->name;
    if (!text || !convert(declared, text, &param->value))
        taking->complaints[taking->complaint_count++] =
            complaint(declared, place, text);
}

static void take_path_params(struct taking *taking)
{
    const char *spec = taking->request->route->path;
    const char *path = taking->request->http->request->path;
    while (*spec && *spec != '?') {
        if (*spec != '{') {
            spec++, path++;
            continue;
        }
        const char *end = spec + strcspn(spec, "}");
        size_t length = strcspn(path, "/");
        struct declared declared = read_declared(taking, spec + 1, end);
        take_param(taking, &declared, "path", copy(taking, path, length));
        path += length;
        spec = *end ? end + 1 : end;
    }
}

static void take_query_params(struct taking *taking)
{
    const char *spec = strchr(taking->request->route->path, '?');
    while (spec && *spec) {
        spec++;
        const char *end = spec + strcspn(spec, "&");
        struct declared declared = read_declared(taking, spec, end);
        const char *text = http_query(taking->request->http->request,
                                      declared.name);
        take_param(taking, &declared, "query", text ? text : declared.usual);
        spec = end;
    }
}

/* --- finding the operation ----------------------------------------------- */

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
    struct taking taking = {.request = request};
    if (!find_route(request))
        return false;
    take_path_params(&taking);
    take_query_params(&taking);
    if (!taking.no_memory && taking.complaint_count == 0)
        return true;
    struct value detail =
        taking.no_memory ? value_raised(error_new(ENOMEM, "no memory"))
                         : json_array(taking.complaints,
                                      taking.complaint_count);
    app_answer_json(request->http, 422, dict("detail", detail));
    return false;
}

/* --- parameters, as handlers ask for them -------------------------------- */

static struct value param(const struct request *request, const char *name,
                          enum value_kind kind)
{
    for (unsigned i = 0; i < request->param_count; i++)
        if (strcmp(request->params[i].name, name) == 0 &&
            request->params[i].value.kind == kind)
            return request->params[i].value;
    panic("route %s has no parameter %s%s", request->route->path, name,
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
