/* params.c - the parameters of an operation: declared in its route, taken
 * from the path, the query and the body, and checked before it runs. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "memory/arena.h"
#include "core/internal.h"
#include "web/app_request.h"
#include "web/http_text.h"
#include "web/json_read.h"
#include "web/numbers.h"

/* --- what a route declares ----------------------------------------------- */

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
    struct value complaints[APP_MAX_PARAMS + 1];    /* one of the body itself */
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

/* Read one declaration of "name:type=usual"; end is behind it. */
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

/* --- complaints, as FastAPI says them ------------------------------------ */

struct complaint {
    const char *kind, *message;
};

static const struct complaint
    missing = {"missing", "Field required"},
    no_int = {"int_parsing", "Input should be a valid integer, "
                             "unable to parse string as an integer"},
    large_int = {"int_parsing_size", "Unable to parse input string as an "
                                     "integer, exceeded maximum size"},
    no_int_kind = {"int_type", "Input should be a valid integer"},
    broken_int = {"int_from_float", "Input should be a valid integer, got a "
                                    "number with a fractional part"},
    no_real = {"float_parsing", "Input should be a valid number, "
                                "unable to parse string as a number"},
    no_real_kind = {"float_type", "Input should be a valid number"},
    no_text_kind = {"string_type", "Input should be a valid string"},
    no_object = {"model_attributes_type", "Input should be a valid dictionary "
                                          "or object to extract fields from"};

static void complain(struct taking *taking, const struct complaint *complaint,
                     struct value loc, struct value input)
{
    taking->complaints[taking->complaint_count++] =
        dict("type", complaint->kind, "loc", loc, "msg", complaint->message,
             "input", input);
}

/* --- values -------------------------------------------------------------- */

/* JSON's true and false are 1 and 0, as in Python; others are no number. */
static bool is_truth(struct value *value)
{
    if (value->kind != VALUE_JSON || !strchr("tf", value->text[0]))
        return false;
    *value = value_int(value->text[0] == 't');
    return true;
}

/* NULL: it fits. */
static const struct complaint *misfit(struct taking *taking,
                                      enum number_fit fit,
                                      const struct complaint *no_number)
{
    taking->no_memory = taking->no_memory || fit == NO_MEMORY;
    return fit == FITS ? NULL : fit == TOO_LARGE ? &large_int : no_number;
}

static const struct complaint *to_int(struct taking *taking,
                                      struct value *value)
{
    int64_t number = 0;
    if (value->kind == VALUE_TEXT) {
        enum number_fit fit = number_int(value->text, &number);
        *value = value_int(number);
        return misfit(taking, fit, &no_int);
    }
    if (value->kind == VALUE_INT || is_truth(value))
        return NULL;
    if (value->kind != VALUE_REAL)
        return &no_int_kind;
    if (!(fabs(value->real) < 9223372036854775808.0))   /* 2 to the 63rd */
        return &large_int;
    int64_t whole = (int64_t)value->real;
    if ((double)whole != value->real)
        return &broken_int;
    *value = value_int(whole);
    return NULL;
}

static const struct complaint *to_real(struct taking *taking,
                                       struct value *value)
{
    double number = 0;
    if (value->kind == VALUE_TEXT) {
        enum number_fit fit = number_real(value->text, &number);
        *value = value_real(number);
        return misfit(taking, fit, &no_real);
    }
    if (value->kind == VALUE_INT || is_truth(value))
        *value = value_real((double)value->integer);
    return value->kind == VALUE_REAL ? NULL : &no_real_kind;
}

/* Make it a value of the declared type.  NULL, or what is wrong with it. */
static const struct complaint *convert(struct taking *taking,
                                       const struct declared *declared,
                                       struct value *value)
{
    if (has_type(declared, "int"))
        return to_int(taking, value);
    if (has_type(declared, "real"))
        return to_real(taking, value);
    if (has_type(declared, "text"))
        return value->kind == VALUE_TEXT ? NULL : &no_text_kind;
    panic("a route has a parameter of type \"%.*s\": there are int, real and "
          "text", (int)declared->type_length, declared->type);
}

/* --- taking them --------------------------------------------------------- */

/* The next parameter, to be filled. */
static struct value *new_param(struct taking *taking, const char *name)
{
    struct request *request = taking->request;
    if (request->param_count == APP_MAX_PARAMS)
        panic("route %s has more than %d parameters", request->route->path,
              APP_MAX_PARAMS);
    struct param *param = &request->params[request->param_count++];
    param->name = name;
    return &param->value;
}

static void take_value(struct taking *taking, const struct declared *declared,
                       const char *part, struct value value)
{
    struct value *param = new_param(taking, declared->name);
    *param = value;
    const struct complaint *complaint = convert(taking, declared, param);
    if (complaint)
        complain(taking, complaint, json_list(part, declared->name), value);
}

/* all: what was looked through, to be shown with the complaint. */
static void take_nothing(struct taking *taking,
                         const struct declared *declared, const char *part,
                         struct value all)
{
    if (declared->usual) {
        take_value(taking, declared, part, value_text(declared->usual));
        return;
    }
    new_param(taking, declared->name);
    complain(taking, &missing, json_list(part, declared->name), all);
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
        take_value(taking, &declared, "path",
                   value_text(copy(taking, path, length)));
        path += length;
        spec = *end ? end + 1 : end;
    }
}

/* Call take for each declaration in "a:int=1&b". */
static void take_each(struct taking *taking, const char *spec,
                      void (*take)(struct taking *taking,
                                   const struct declared *declared))
{
    while (spec && *spec) {
        const char *end = spec + strcspn(spec, "&");
        struct declared declared = read_declared(taking, spec, end);
        take(taking, &declared);
        spec = *end ? end + 1 : end;
    }
}

static void take_query_param(struct taking *taking,
                             const struct declared *declared)
{
    const char *text = http_query(taking->request->http->request,
                                  declared->name);
    if (text)
        take_value(taking, declared, "query",
                   value_text(copy(taking, text, strlen(text))));
    else
        take_nothing(taking, declared, "query", value_none());
}

/* --- the body ------------------------------------------------------------ */

static void take_member(struct taking *taking, const struct declared *declared)
{
    const char *body = taking->request->http->body;
    const char *member = json_member(body, declared->name);
    if (member)
        take_value(taking, declared, "body", json_value(member));
    else
        take_nothing(taking, declared, "body", json_value(body));
}

/* What forms and the like send is no JSON, whatever it looks like. */
static bool says_json(const struct http_request *request)
{
    const char *type = http_header(request, "Content-Type");
    size_t length = type ? strcspn(type, "; \t") : 0;
    return !type || text_is(type, length, "application/json") ||
           (length > 5 && text_is(type + length - 5, 5, "+json"));
}

static void complain_about_json(struct taking *taking,
                                const struct json_mistake *mistake)
{
    taking->complaints[taking->complaint_count++] =
        dict("type", "json_invalid", "loc",
             json_list("body", (int64_t)mistake->at), "msg",
             "JSON decode error", "input", json_object(NULL, 0), "ctx",
             dict("error", mistake->why));
}

static void take_body_params(struct taking *taking)
{
    const struct http_exchange *http = taking->request->http;
    struct json_mistake mistake;
    if (!taking->request->route->body)
        return;
    if (http->body_size == 0)
        complain(taking, &missing, json_list("body"), value_none());
    else if (!says_json(http->request))
        complain(taking, &no_object, json_list("body"), value_text(http->body));
    else if (!json_check(http->body, http->body_size, &mistake))
        complain_about_json(taking, &mistake);
    else if (http->body[strspn(http->body, " \t\n\r")] != '{')
        complain(taking, &no_object, json_list("body"), json_value(http->body));
    else
        take_each(taking, taking->request->route->body, take_member);
}

/* --- all of them --------------------------------------------------------- */

bool app_take_params(struct request *request)
{
    struct taking taking = {.request = request};
    const char *query = strchr(request->route->path, '?');
    take_path_params(&taking);
    take_each(&taking, query ? query + 1 : NULL, take_query_param);
    take_body_params(&taking);
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

static const char *asked_by(enum value_kind kind)
{
    return kind == VALUE_INT    ? "param_int"
           : kind == VALUE_REAL ? "param_real"
                                : "param_text";
}

static struct value param(const struct request *request, const char *name,
                          enum value_kind kind)
{
    for (unsigned i = 0; i < request->param_count; i++) {
        struct value value = request->params[i].value;
        if (strcmp(request->params[i].name, name) != 0)
            continue;
        if (value.kind == kind)
            return value;
        panic("parameter %s of route %s is read with %s(), not with %s()", name,
              request->route->path, asked_by(value.kind), asked_by(kind));
    }
    panic("route %s has no parameter %s", request->route->path, name);
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
