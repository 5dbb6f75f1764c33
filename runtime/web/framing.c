/* framing.c - the headers that the server itself understands. */
#include "web/framing.h"

#include <string.h>
#include <strings.h>

#include "web/http_text.h"
#include "web/request_private.h"

/* A header that is being understood. */
struct taking {
    struct http_framing *framing;
    struct http_request *request;
    uint64_t max_body;
    const char **why;
};

static int content_length(const struct taking *taking, const char *value)
{
    const char *end;
    uint64_t length = text_to_number(value, 10, taking->max_body, &end);
    if (end == value || *end)
        return http_bad(400, "the Content-Length is no number",
                           taking->why);
    if (length > taking->max_body)
        return http_bad(413, "the body is too large", taking->why);
    taking->request->content_length = length;
    return 0;
}

/* Only "chunked" says where the body ends, so it must be the last coding. */
static int transfer_encoding(const struct taking *taking, const char *value)
{
    bool is_chunked = false, has_others = false;
    const char *coding;
    size_t length;
    if (taking->request->is_http_1_0)
        return http_bad(400, "HTTP/1.0 has no transfer codings",
                           taking->why);
    while ((coding = text_list_next(&value, &length))) {
        if (is_chunked)
            return http_bad(400, "chunked is not the last coding",
                               taking->why);
        is_chunked = text_is(coding, length, "chunked");
        has_others = has_others || !is_chunked;
    }
    if (!is_chunked)
        return http_bad(400, "the last coding is not chunked", taking->why);
    if (has_others)
        return http_bad(501, "this server knows no coding but chunked",
                           taking->why);
    taking->request->chunked = true;
    return 0;
}

static int host(const struct taking *taking, const char *value)
{
    return text_is_host(value, strlen(value))
               ? 0 : http_bad(400, "the Host is none", taking->why);
}

static int connection(const struct taking *taking, const char *value)
{
    if (text_list_has(value, "close"))
        taking->framing->closes = true;
    else if (text_list_has(value, "keep-alive"))
        taking->request->keep_alive = true;
    return 0;
}

static int expect(const struct taking *taking, const char *value)
{
    if (strcasecmp(value, "100-continue") != 0)
        return http_bad(417, "this server expects 100-continue only",
                           taking->why);
    taking->request->expects_continue = !taking->request->is_http_1_0;
    return 0;
}

/* Bits for framing->seen. */
enum { LENGTH = 1, ENCODING = 2, HOST = 4 };

int http_framing_take(struct http_framing *framing,
                      struct http_request *request,
                      const struct http_field *header, uint64_t max_body,
                      const char **why)
{
    static const struct {
        const char *name;
        unsigned once;
        int (*take)(const struct taking *taking, const char *value);
    } known[] = {
        {"Content-Length", LENGTH, content_length},
        {"Transfer-Encoding", ENCODING, transfer_encoding},
        {"Host", HOST, host},
        {"Connection", 0, connection},
        {"Expect", 0, expect},
    };
    struct taking taking = {framing, request, max_body, why};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(header->name, known[i].name) != 0)
            continue;
        if (framing->seen & known[i].once)
            return http_bad(400, "there are two lengths, or two hosts", why);
        framing->seen |= known[i].once;
        return known[i].take(&taking, header->value);
    }
    return 0;
}

int http_framing_end(const struct http_framing *framing,
                     struct http_request *request, const char **why)
{
    if (!(framing->seen & HOST) && !request->is_http_1_0)
        return http_bad(400, "there is no Host", why);
    if (request->chunked && framing->seen & LENGTH)
        return http_bad(400, "there are two lengths", why);
    if (framing->closes)
        request->keep_alive = false;
    return 0;
}
