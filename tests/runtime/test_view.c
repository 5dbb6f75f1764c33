/* A recording as a piece of a page. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "suites.h"

#include "asyncio/sync.h"
#include "view/numbers.h"
#include "view/page.h"
#include "view/quote.h"
#include "watch/recording.h"
#include "../inside.h"

static int run_main(struct observer observer, void *main)
{
    return loop_run(&(struct loop_options){.virtual_clock = true,
                                           .observer = observer},
                    *(struct coro *)main, NULL);
}

typedef int writer(const struct recording *recording, FILE *out);

static char *written(struct coro main, writer *write)
{
    char *text = NULL;
    size_t size;
    struct recording *recording = recording_of(run_main, &main);
    FILE *out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(recording);
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(write(recording, out), 0);
    fclose(out);
    recording_free(recording);
    return text;
}

#define contains(text, part) \
    ck_assert_msg(strstr(text, part), "%s is not in:\n%s", part, text)
#define lacks(text, part) \
    ck_assert_msg(!strstr(text, part), "%s is in:\n%s", part, text)

/* --- texts --------------------------------------------------------------- */

static void quoted(void (*quote)(FILE *, const char *, size_t),
                   const char *text, size_t length, const char *wanted)
{
    char *got = NULL;
    size_t size;
    FILE *out = open_memstream(&got, &size);
    ck_assert_ptr_nonnull(out);
    quote(out, text, length);
    fclose(out);
    ck_assert_str_eq(got, wanted);
    free(got);
}

START_TEST(texts_are_quoted)
{
    quoted(quote_json, "a\"\\\n</b>", 8, "a\\\"\\\\\\u000a\\u003c/b>");
    quoted(quote_json, "x\0y", 3, "x\\u0000y");
    quoted(quote_json, "\xE2\x86\x92\xFF", 4, "\xE2\x86\x92\\ufffd");
    quoted(quote_html, "a<b & \"c\"", 9, "a&lt;b &amp; &quot;c&quot;");
    quoted(quote_html, "\xC3\xA4\xC3", 3, "\xC3\xA4&#xFFFD;");
}
END_TEST

/* A character of two pieces: its first bytes are none, nor are the others. */
START_TEST(half_a_character_is_none)
{
    quoted(quote_json, "\xE2\x86\x92", 2, "\\ufffd\\ufffd");
    quoted(quote_html, "\xE2\x86\x92", 1, "&#xFFFD;");
}
END_TEST

/* --- numbers ------------------------------------------------------------- */

START_TEST(things_are_numbered_once)
{
    struct numbers numbers = {0};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < 1000; i++)
            ck_assert_uint_eq(number_of(&numbers, &i, sizeof i), i);
    ck_assert_uint_eq(number_of(&numbers, "", 0), 1000);
    ck_assert_uint_eq(number_of(&numbers, "", 0), 1000);
    ck_assert_uint_eq(numbers.count, 1001);
    ck_assert(!numbers.incomplete);
    numbers_free(&numbers);
}
END_TEST

/* --- pages --------------------------------------------------------------- */

struct prints_marks {
    CORO;
};

ASYNC(prints_marks)
{
    BEGIN;
    puts("</script><b> & \xFF");
    AWAIT(async_sleep(1.5));
    RAISE(EINVAL, "<no>");
    END;
}

START_TEST(what_a_program_prints_ends_no_element)
{
    char *page = written(coro(prints_marks), page_write);
    contains(page, "<pre>&lt;/script>&lt;b> &amp; &#xFFFD;\n</pre>");
    contains(page, "\"\\u003c/script>\\u003cb> & \\ufffd\\u000a\"");
    contains(page, "until 1.5 s");
    contains(page, "main failed: EINVAL");
    const char *json = strstr(page, "<script");
    ck_assert_ptr_nonnull(json);
    lacks(json + 1, "<b>");
    free(page);
}
END_TEST

static struct lock door;

struct one_guest {
    CORO;
};

ASYNC(one_guest)
{
    BEGIN;
    AWAIT(lock_acquire(&door));
    AWAIT(async_sleep(1.0));
    lock_release(&door);
    END;
}

struct both_guests {
    CORO;
    struct value done[2];
};

ASYNC(both_guests)
{
    BEGIN;
    AWAIT(gather(self->done, coro(one_guest), coro(one_guest)));
    END;
}

/* Task-3 waits for thing 1, which Task-2 holds; and for no task. */
START_TEST(who_holds_a_lock_is_told)
{
    char *json = written(coro(both_guests), page_json);
    const char *wait = strstr(json, "[7,3,");
    ck_assert_ptr_nonnull(wait);
    const char *end = strchr(wait, ']');
    ck_assert_msg(strncmp(end - 6, ",1,2,0", 6) == 0, "%.40s", wait);
    contains(json, "\"the lock door\"");
    contains(json, "\"name\":\"tests/runtime/test_view.c\"");
    free(json);
}
END_TEST

Suite *view_suite(void)
{
    Suite *suite = suite_create("view");
    TCase *tcase = tcase_create("view");
    tcase_add_test(tcase, texts_are_quoted);
    tcase_add_test(tcase, half_a_character_is_none);
    tcase_add_test(tcase, things_are_numbered_once);
    tcase_add_test(tcase, what_a_program_prints_ends_no_element);
    tcase_add_test(tcase, who_holds_a_lock_is_told);
    suite_add_tcase(suite, tcase);
    return suite;
}
