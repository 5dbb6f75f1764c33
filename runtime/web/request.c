/* request.c - the target of a request taken apart, and look-ups. */
#include "web/request.h"

#include <string.h>
#include <strings.h>

#include "web/http_text.h"
#include "web/request_private.h"

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
            return http_bad(414, "there are too many query parameters", why);
        char *value = text_cut(name, '=');
        if (!text_percent_decode(name, true) ||
            (value && !text_percent_decode(value, true)))
            return http_bad(400, "there is a NUL in the query", why);
        request->query[request->query_count++] =
            (struct http_field){name, value ? value : ""};
    }
    return 0;
}

/* The path in "http://host:80/path", as sent to proxies, or in what is a path
 * already.  NULL: there is no such host. */
static char *skip_authority(char *target)
{
    char *host = target;
    if (strncasecmp(host, "http://", 7) == 0)
        host += 7;
    else if (strncasecmp(host, "https://", 8) == 0)
        host += 8;
    size_t length = strcspn(host, "/?");
    if (host == target)
        return target;
    return length > 0 && text_is_host(host, length) ? host + length : NULL;
}

/* "OPTIONS *" asks about the server, not about a path. */
static bool is_about_server(const struct http_request *request,
                            const char *path)
{
    return strcmp(request->method, "OPTIONS") == 0 && strcmp(path, "*") == 0;
}

int http_take_target(struct http_request *request, char *target,
                     const char **why)
{
    if (!text_is_visible(target) || strchr(target, '#'))
        return http_bad(400, "the target has a character it must not", why);
    char *path = skip_authority(target);
    if (!path)
        return http_bad(400, "the target has no proper host", why);
    char *query = text_cut(path, '?');
    if (path != target && *path == '\0')
        path = "/";                     /* "http://host" has no path */
    else if (!text_percent_decode(path, false))
        return http_bad(400, "there is a NUL in the path", why);
    if (*path != '/' && !is_about_server(request, path))
        return http_bad(400, "the path does not begin with a slash", why);
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
