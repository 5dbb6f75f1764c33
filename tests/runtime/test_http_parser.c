/* test_http_parser.c - what requests mean, which are refused, and that the
 * pieces in which they come make no difference. */
#include "web/parser.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_transcript.h"
#include "suites.h"

enum { TEXT = 200000 };

static char text[TEXT], other_text[TEXT];

/* What is made of the bytes, whatever the size of the pieces. */
static const char *meaning(const char *bytes, size_t count)
{
    http_transcript((const uint8_t *)bytes, count, count ? count : 1, text,
                    TEXT);
    for (size_t piece = 1; piece < count && piece < 20; piece++) {
        http_transcript((const uint8_t *)bytes, count, piece, other_text,
                        TEXT);
        ck_assert_str_eq(other_text, text);
    }
    return text;
}

static const char *meaning_of(const char *request)
{
    return meaning(request, strlen(request));
}

#define means(request, expected)                                             \
    ck_assert_str_eq(meaning_of(request), expected)

/* A request with these headers, and with a Host. */
#define WITH(headers) "POST / HTTP/1.1\r\nHost: h\r\n" headers "\r\n"
#define GET(target) "GET " target " HTTP/1.0\r\n\r\n"

/* --- what is understood -------------------------------------------------- */

START_TEST(a_request_line_and_headers)
{
    means("GET /a/b HTTP/1.1\r\nHost: here\r\nX-Empty:\r\nA: \t b c \t\r\n\r\n",
          "GET /a/b Host=here X-Empty= A=b c keep\n");
    means("\r\nHEAD / HTTP/1.0\r\n\r\n", "HEAD / close\n");
    means("OPTIONS * HTTP/1.1\r\nhOST: h\r\n\r\n", "OPTIONS * hOST=h keep\n");
    means("GET /n%c3%bc HTTP/1.0\r\nX: \xc3\xbc\r\n\r\n",
          "GET /n\xc3\xbc X=\xc3\xbc close\n");
    means("BREW /pot HTTP/1.0\r\n\r\n", "BREW /pot close\n");
}
END_TEST

static const struct {
    const char *host;
    bool right;
} some_hosts[] = {
    {"", true},
    {"a-b_c.example:", true},
    {"1.2.3.4:9000", true},
    {"[::1]", true},
    {"[::1]:80", true},
    {"[1:2:3:4:5:6:1.2.3.4]:80", true},
    {"%41b", true},
    {":80", true},
    {"1.2.3.4:9000:80", false},
    {"a:80x", false},
    {"[::1", false},
    {"[]", false},
    {"[::1]80", false},
    {"[1.2.3.4]", false},
    {"[::1::2]", false},
    {"[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]", false},
    {"x[::1]:98", false},
    {"a%zz", false},
    {"a%4", false},
    {"a b", false},
    {"a,b c", false},
    {"me@a", false},
    {"\xc3\xbc", false},
};

START_TEST(hosts)
{
    char request[200], expected[200];
    const char *host = some_hosts[_i].host;
    snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n",
             host);
    snprintf(expected, sizeof expected, "GET / Host=%s keep\n", host);
    means(request, some_hosts[_i].right ? expected : "bad 400\n");
    if (!*host)
        return;
    snprintf(request, sizeof request, "GET http://%s/a HTTP/1.0\r\n\r\n",
             host);
    means(request, some_hosts[_i].right ? "GET /a close\n" : "bad 400\n");
}
END_TEST

START_TEST(targets)
{
    means(GET("/a%20b%2Fc+d"), "GET /a b/c+d close\n");
    means(GET("/?a=1&b=x+y%26z&c&=d&&a=2"),
          "GET / ?a=1 ?b=x y&z ?c= ?=d ?a=2 close\n");
    means(GET("/p?x=a?b=c"), "GET /p ?x=a?b=c close\n");
    means(GET("http://host:80/a?b=c"), "GET /a ?b=c close\n");
    means(GET("HTTP://host"), "GET / close\n");
    means(GET("https://[::1]/a"), "GET /a close\n");
    means(GET("/%zz?a=%zz&%=%4"), "GET /%zz ?a=%zz ?%=%4 close\n");
    means(GET("http://host?b=c"), "GET / ?b=c close\n");
}
END_TEST

START_TEST(whether_the_connection_stays)
{
    means("GET / HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n",
          "GET / Host=h Connection=Close close\n");
    means("GET / HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n",
          "GET / Connection=x, Keep-Alive keep\n");
    means("GET / HTTP/1.0\r\nConnection: close\r\nConnection: keep-alive\r\n"
          "\r\n", "GET / Connection=close Connection=keep-alive close\n");
}
END_TEST

START_TEST(bodies_of_known_length)
{
    means(WITH("Content-Length: 5\r\n") "hello",
          "POST / Host=h Content-Length=5 [hello] keep\n");
    means(WITH("Content-Length: 0\r\n"),
          "POST / Host=h Content-Length=0 keep\n");
    means(WITH("Content-Length: 5\r\n") "hel",
          "POST / Host=h Content-Length=5 [hel] more\n");
    means(WITH("Content-Length: 0000000000000000000000003\r\n") "\r\n\r",
          "POST / Host=h Content-Length=0000000000000000000000003 [\r\n\r] "
          "keep\n");
}
END_TEST

START_TEST(chunked_bodies)
{
    means(WITH("Transfer-Encoding: Chunked\r\n")
          "3\r\nabc\r\n0A ;x=\"y\"\r\n0123456789\r\n000\r\n\r\n",
          "POST / Host=h Transfer-Encoding=Chunked [abc0123456789] keep\n");
    means(WITH("Transfer-Encoding: chunked\r\n")
          "1\r\na\r\n0\r\nTrailer: t\r\nOther: o\r\n\r\n" GET("/next"),
          "POST / Host=h Transfer-Encoding=chunked [a] keep\n"
          "GET /next close\n");
}
END_TEST

START_TEST(the_last_coding_is_chunked)
{
    means(WITH("Transfer-Encoding: , chunked,\r\n") "0\r\n\r\n",
          "POST / Host=h Transfer-Encoding=, chunked, keep\n");
    means(WITH("Transfer-Encoding: chunked\t ,\t\r\n") "0\r\n\r\n",
          "POST / Host=h Transfer-Encoding=chunked\t , keep\n");
}
END_TEST

START_TEST(one_behind_the_other)
{
    means(WITH("Content-Length: 2\r\n") "hi" WITH("") GET("/"),
          "POST / Host=h Content-Length=2 [hi] keep\n"
          "POST / Host=h keep\n"
          "GET / close\n");
}
END_TEST

START_TEST(a_client_that_waits_for_leave)
{
    means(WITH("Expect: 100-Continue\r\nContent-Length: 1\r\n"),
          "POST / Host=h Expect=100-Continue Content-Length=1 continue "
          "more\n");
    means("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n",
          "GET / Expect=100-continue close\n");
    means(WITH("Expect: wonders\r\n"), "bad 417\n");
}
END_TEST

START_TEST(look_ups)
{
    struct http_request request = {
        .query = {{"a", "1"}, {"a", "2"}}, .query_count = 2,
        .headers = {{"Tea", "green"}, {"TEA", "black"}}, .header_count = 2};
    ck_assert_str_eq(http_query(&request, "a"), "2");
    ck_assert_ptr_null(http_query(&request, "A"));
    ck_assert_str_eq(http_header(&request, "tea"), "green");
    ck_assert_ptr_null(http_header(&request, "coffee"));
}
END_TEST

/* --- what is refused ----------------------------------------------------- */

static const struct {
    int status;
    const char *request;
} refused[] = {
    /* no HTTP at all */
    {400, "\r\n\r\n"},
    {400, "hello\r\n"},
    {400, "GET\r\n"},
    {400, "GET /\r\n"},
    {400, "GET / \r\n"},
    {400, " GET / HTTP/1.1\r\n"},
    {400, "GET  / HTTP/1.1\r\n"},
    {400, "GET / HTTP/1.1 \r\n"},
    {400, "GET / http/1.1\r\n"},
    {400, "GET / HTTP/1.10\r\n"},
    {400, "GET / HTTP/11\r\n"},
    {400, "G(T / HTTP/1.1\r\n"},
    {400, "\x16\x03\x01\x02\n"},
    {400, "\x16\x03\x01"},
    {400, "\r\n\x16"},
    {505, "GET / HTTP/2.0\r\n"},
    {505, "GET / HTTP/0.9\r\n"},
    {501, "CONNECT host:80 HTTP/1.1\r\n"},
    /* ends of lines */
    {400, "GET / HTTP/1.0\n\n"},
    {400, "GET / HTTP/1.0\r\nA: b\n\r\n"},
    {400, "GET / HTTP/1.0\r\nA: b\rC: d\r\n\r\n"},
    {400, "GET / HTTP/1.0\r\nA: b\r\r\n\r\n"},
    {400, "GET /\r HTTP/1.0\r\n\r\n"},
    /* targets */
    {400, GET("a")},
    {400, GET("")},
    {400, GET("/#there")},
    {400, GET("/\x01")},
    {400, GET("/%00")},
    {400, GET("/?a=%00")},
    {400, GET("*")},
    {400, GET("/\xc3\xbc")},
    {400, GET("/?\xc3\xbc=1")},
    {400, GET("http:///")},
    {400, GET("http://?a")},
    {400, GET("https://")},
    {400, GET("ftp://host/")},
    /* hosts */
    {400, "GET / HTTP/1.1\r\n\r\n"},
    {400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
    {400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    /* headers */
    {400, WITH(" folded: yes\r\n")},
    {400, WITH("A: b\r\n c\r\n")},
    {400, WITH("A: b\r\n\tc\r\n")},
    {400, WITH("A : b\r\n")},
    {400, WITH("A\r\n")},
    {400, WITH(": b\r\n")},
    {400, WITH("A B: c\r\n")},
    {400, WITH("A: \x7f\r\n")},
    {400, WITH("A: \x01\r\n")},
    /* lengths */
    {400, WITH("Content-Length: \r\n")},
    {400, WITH("Content-Length: +1\r\n")},
    {400, WITH("Content-Length: -1\r\n")},
    {400, WITH("Content-Length: 1 1\r\n")},
    {400, WITH("Content-Length: 1, 1\r\n")},
    {400, WITH("Content-Length: 0x1\r\n")},
    {400, WITH("Content-Length: 1\r\nContent-Length: 2\r\n")},
    {400, WITH("Content-Length: 1\r\nContent-Length: 1\r\n")},
    {400, WITH("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")},
    {400, WITH("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n")},
    {400, WITH("Transfer-Encoding: chunked\r\n"
               "Transfer-Encoding: chunked\r\n")},
    {400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"},
    {501, WITH("Transfer-Encoding: gzip, chunked\r\n")},
    {400, WITH("Transfer-Encoding: chunked, identity\r\n")},
    {400, WITH("Transfer-Encoding: chunked, gzip\r\n")},
    {400, WITH("Transfer-Encoding: chunked, chunked\r\n")},
    {400, WITH("Transfer-Encoding: gzip\r\n")},
    {400, WITH("Transfer-Encoding: xchunked\r\n")},
    {400, WITH("Transfer-Encoding: chunked x\r\n")},
    {400, WITH("Transfer-Encoding:\r\n")},
    {400, WITH("Transfer-Encoding: ,\r\n")},
    {413, WITH("Content-Length: 101\r\n")},
    {413, WITH("Content-Length: 18446744073709551617\r\n")},
    {413, WITH("Content-Length: 99999999999999999999999999999999999999\r\n")},
};

START_TEST(bad_requests)
{
    char expected[20];
    snprintf(expected, sizeof expected, "bad %d\n", refused[_i].status);
    means(refused[_i].request, expected);
}
END_TEST

static const struct {
    int status;
    const char *body;
} bad_chunks[] = {
    {400, "\r\n"},
    {400, "x\r\n"},
    {400, " 1\r\na\r\n"},
    {400, "-1\r\na\r\n"},
    {400, "0x1\r\na\r\n"},
    {400, "1 a\r\na\r\n"},
    {400, "1 \r\na\r\n"},
    {400, "1\na\r\n"},
    {400, "1;\x01\r\na\r\n"},
    {400, "1;a\rb\r\na\r\n"},
    {400, "1;\r\na\r\n"},
    {400, "1;=b\r\na\r\n"},
    {400, "1;a=\r\na\r\n"},
    {400, "1;a=b c\r\na\r\n"},
    {400, "1;a b\r\na\r\n"},
    {400, "1;a=\"b\r\na\r\n"},
    {400, "1;a=\"b\\\r\na\r\n"},
    {400, "1;a=\"b\"c\r\na\r\n"},
    {400, "1;a=\"\x01\"\r\na\r\n"},
    {400, "0\r\nA : b\r\n"},
    {400, "0\r\n folded\r\n"},
    {400, "0\r\nnot a trailer\r\n"},
    {400, "0\n"},
    {413, "65\r\n"},
    {413, "fffffffffffffffff1\r\n"},
    {413, "10000000000000001\r\n"},
    {413, "100000000000000000000000000000000\r\n"},
};

static const char *const chunk_extensions[] = {
    ";a", " ; a", ";a=b", "\t;\ta\t=\tb", ";a;b=\"c \\\" \xc3\xbc\";d",
};

START_TEST(extensions_of_chunks)
{
    char request[500];
    snprintf(request, sizeof request,
             WITH("Transfer-Encoding: chunked\r\n")
             "1%s\r\nx\r\n0%s\r\n\r\n",
             chunk_extensions[_i], chunk_extensions[_i]);
    means(request, "POST / Host=h Transfer-Encoding=chunked [x] keep\n");
}
END_TEST

START_TEST(bad_bodies)
{
    char request[500], expected[100];
    snprintf(request, sizeof request,
             WITH("Transfer-Encoding: chunked\r\n") "%s", bad_chunks[_i].body);
    snprintf(expected, sizeof expected,
             "POST / Host=h Transfer-Encoding=chunkedbad %d\n",
             bad_chunks[_i].status);
    means(request, expected);
}
END_TEST

START_TEST(chunks_and_their_sizes)
{
    means(WITH("Transfer-Encoding: chunked\r\n") "1\r\nab\r\n",
          "POST / Host=h Transfer-Encoding=chunked [a]bad 400\n");
    means(WITH("Transfer-Encoding: chunked\r\n") "2\r\na\r\n0\r\n\r\n",
          "POST / Host=h Transfer-Encoding=chunked [a\r]bad 400\n");
    means(WITH("Transfer-Encoding: chunked\r\n") "1\r\na\r\n64\r\n",
          "POST / Host=h Transfer-Encoding=chunked [a]bad 413\n");
}
END_TEST

START_TEST(a_nul_byte_is_nowhere_right)
{
    static const char requests[][40] = {
        "G\0T / HTTP/1.0\r\n\r\n", "GET /\0 HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\0\r\n\r\n", "GET / HTTP/1.0\r\nA\0: b\r\n\r\n",
        "GET / HTTP/1.0\r\nA: b\0\r\n\r\n", "GET / HTTP/1.0\r\n\0\r\n",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        ck_assert_str_eq(meaning(requests[i], sizeof *requests),
                         "bad 400\n");
}
END_TEST

/* --- limits, to the byte ------------------------------------------------- */

static char big[3 * HTTP_MAX_HEAD];

/* The text with its one '@' made long, so that it has size bytes in all. */
static const char *stretched(const char *format, size_t size)
{
    const char *at = strchr(format, '@');
    size_t before = (size_t)(at - format);
    size_t stretch = size - (strlen(format) - 1);
    memcpy(big, format, before);
    memset(big + before, 'x', stretch);
    strcpy(big + before + stretch, at + 1);
    return big;
}

START_TEST(the_length_of_the_request_line)
{
    const char *line = "GET /@ HTTP/1.0\r\n";
    ck_assert_ptr_nonnull(strstr(meaning_of(stretched(line, HTTP_MAX_LINE)),
                                 " more\n"));
    means(stretched(line, HTTP_MAX_LINE + 1), "bad 414\n");
    means(stretched("@", HTTP_MAX_LINE + 1), "bad 414\n");
    means(stretched("GET /?a=%40@", 3 * HTTP_MAX_HEAD - 1), "bad 414\n");
}
END_TEST

START_TEST(the_size_of_the_head)
{
    const char *head = "GET / HTTP/1.0\r\nA: b\r\nC: @\r\n\r\n";
    ck_assert_ptr_nonnull(strstr(meaning_of(stretched(head, HTTP_MAX_HEAD)),
                                 " close\n"));
    means(stretched(head, HTTP_MAX_HEAD + 1), "bad 431\n");
}
END_TEST

static const char *repeated(const char *before, const char *again, int times,
                            const char *after)
{
    strcpy(big, before);
    for (int i = 0; i < times; i++)
        strcat(big, again);
    return strcat(big, after);
}

START_TEST(the_number_of_headers_and_parameters)
{
    const char *line = "GET / HTTP/1.0\r\n";
    ck_assert_ptr_nonnull(strstr(
        meaning_of(repeated(line, "A: b\r\n", HTTP_MAX_HEADERS, "\r\n")),
        " close\n"));
    means(repeated(line, "A: b\r\n", HTTP_MAX_HEADERS + 1, "\r\n"),
          "bad 431\n");
    ck_assert_ptr_nonnull(strstr(
        meaning_of(repeated("GET /?", "a&", HTTP_MAX_QUERY,
                            " HTTP/1.0\r\n\r\n")),
        " close\n"));
    means(repeated("GET /?", "a&", HTTP_MAX_QUERY + 1, " HTTP/1.0\r\n\r\n"),
          "bad 414\n");
}
END_TEST

#define CHUNKED_HEAD WITH("Transfer-Encoding: chunked\r\n")

/* Also behind headers that leave no room in the head. */
START_TEST(lines_in_a_chunked_body)
{
    static char request[3 * HTTP_MAX_HEAD];
    strcpy(request, stretched(WITH("Transfer-Encoding: chunked\r\nA: @\r\n"),
                              HTTP_MAX_HEAD));
    char *body = request + strlen(request);
    strcpy(body, stretched("1;@\r\n", HTTP_MAX_CHUNK_LINE));
    strcat(body, "a\r\n");
    strcat(body, stretched("0;@\r\n", HTTP_MAX_CHUNK_LINE));
    strcat(body, stretched("T: @\r\n\r\n", HTTP_MAX_CHUNK_LINE));
    ck_assert_ptr_nonnull(strstr(meaning_of(request), "[a] keep\n"));
    strcpy(body, stretched("1;@\r\n", HTTP_MAX_CHUNK_LINE + 1));
    ck_assert_ptr_nonnull(strstr(meaning_of(request), "bad 400\n"));
}
END_TEST

START_TEST(the_number_of_trailers)
{
    ck_assert_ptr_nonnull(strstr(
        meaning_of(repeated(CHUNKED_HEAD "0\r\n", "A: b\r\n", HTTP_MAX_HEADERS,
                            "\r\n")), " keep\n"));
    ck_assert_ptr_nonnull(strstr(
        meaning_of(repeated(CHUNKED_HEAD "0\r\n", "A: b\r\n",
                            HTTP_MAX_HEADERS + 1, "\r\n")), "bad 431\n"));
}
END_TEST

START_TEST(whether_a_request_has_begun)
{
    struct http_parser *parser = malloc(sizeof *parser);
    ck_assert_ptr_nonnull(parser);
    http_parser_begin(parser, 0);
    ck_assert(!http_parser_began(parser));
    struct http_bytes in = {"GET / HTTP/1.0\r\n\r\nG", 19};
    ck_assert_int_eq(http_parse(parser, &in), HTTP_HEAD);
    ck_assert(http_parser_began(parser));
    ck_assert_int_eq(http_parse(parser, &in), HTTP_DONE);
    ck_assert_int_eq(http_parse(parser, &in), HTTP_DONE);
    ck_assert(!http_parser_began(parser));
    ck_assert_uint_eq(in.size, 1);
    http_parser_next(parser);
    ck_assert_int_eq(http_parse(parser, &in), HTTP_MORE);
    ck_assert(http_parser_began(parser));
    free(parser);
}
END_TEST

/* --- what the fuzzer had, or found --------------------------------------- */

static void check_file(const char *name)
{
    char path[300];
    static char bytes[100000];
    snprintf(path, sizeof path, "tests/runtime/fuzz/corpus/%s", name);
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    meaning(bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
}

START_TEST(the_corpus)
{
    int files = 0;
    DIR *corpus = opendir("tests/runtime/fuzz/corpus");
    ck_assert_ptr_nonnull(corpus);
    for (struct dirent *entry; (entry = readdir(corpus)); files++)
        if (entry->d_name[0] != '.')
            check_file(entry->d_name);
    closedir(corpus);
    ck_assert_int_gt(files, 10);
}
END_TEST

Suite *http_parser_suite(void)
{
    Suite *suite = suite_create("http_parser");
    TCase *tcase = tcase_create("http_parser");
    tcase_add_test(tcase, a_request_line_and_headers);
    tcase_add_loop_test(tcase, hosts, 0,
                        sizeof some_hosts / sizeof *some_hosts);
    tcase_add_test(tcase, targets);
    tcase_add_test(tcase, whether_the_connection_stays);
    tcase_add_test(tcase, bodies_of_known_length);
    tcase_add_test(tcase, chunked_bodies);
    tcase_add_test(tcase, the_last_coding_is_chunked);
    tcase_add_loop_test(tcase, extensions_of_chunks, 0,
                        sizeof chunk_extensions / sizeof *chunk_extensions);
    tcase_add_test(tcase, one_behind_the_other);
    tcase_add_test(tcase, a_client_that_waits_for_leave);
    tcase_add_test(tcase, look_ups);
    tcase_add_loop_test(tcase, bad_requests, 0,
                        sizeof refused / sizeof *refused);
    tcase_add_loop_test(tcase, bad_bodies, 0,
                        sizeof bad_chunks / sizeof *bad_chunks);
    tcase_add_test(tcase, chunks_and_their_sizes);
    tcase_add_test(tcase, a_nul_byte_is_nowhere_right);
    tcase_add_test(tcase, the_length_of_the_request_line);
    tcase_add_test(tcase, the_size_of_the_head);
    tcase_add_test(tcase, the_number_of_headers_and_parameters);
    tcase_add_test(tcase, lines_in_a_chunked_body);
    tcase_add_test(tcase, the_number_of_trailers);
    tcase_add_test(tcase, whether_a_request_has_begun);
    tcase_add_test(tcase, the_corpus);
    suite_add_tcase(suite, tcase);
    return suite;
}
