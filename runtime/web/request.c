/* request.c - the target of a request taken apart, and look-ups. */
#include "web/request.h"

#include <string.h>
#include <strings.h>

#include "web/http_text.h"

/* Why a target is refused, and the status that says so. */
static int refuse(int status, const char *reason, const char **why)
{
    *why = reason;
    return status;
}

/* "a=1&b=x+y" */
static int take_query(struct http_request *request, char *query,
                      const char **why)
{
    while (query) {
        char *name = query;
        query = text_cut(name, '&');
        if (*name == '\0')
            continue;
        if (request->query_count == HTTP_MAX_QUERY)
            return refuse(414, "there are too many query parameters", why);
        char *value = text_cut(name, '=');
        if (!text_percent_decode(name, true) ||
            (value && !text_percent_decode(value, true)))
            return refuse(400, "the query has a bad percent-escape", why);
        request->query[request->query_count++] =
            (struct http_field){name, value ? value : ""};
    }
    return 0;
}

/* "http://host:80/path" as sent to proxies: skip to the path. */
static char *skip_authority(char *target)
{
    if (strncasecmp(target, "http://", 7) != 0)
        return target;
    target += 7;
    target += strcspn(target, "/?");
    return target;
}

int http_take_target(struct http_request *request, char *target,
                     const char **why)
{
    if (text_has_control(target) || strchr(target, '#'))
        return refuse(400, "the target has a character it must not", why);
    char *path = skip_authority(target);
    char *query = text_cut(path, '?');
    if (path != target && *path == '\0')
        path = "/";                     /* "http://host" has no path */
    else if (!text_percent_decode(path, false))
        return refuse(400, "the path has a bad percent-escape", why);
    if (*path != '/' && strcmp(path, "*") != 0)
        return refuse(400, "the path does not begin with a slash", why);
    request->path = path;
    return take_query(request, query, why);
}

const char *http_header(const struct http_request *request, const char *name)
{
    for (unsigned i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

const char *http_query(const struct http_request *request, const char *name)
{
    for (unsigned i = request->query_count; i > 0; i--)
        if (strcmp(request->query[i - 1].name, name) == 0)
            return request->query[i - 1].value;
    return NULL;
}
