/* test_json.c - values as JSON. */
#include "web/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "suites.h"

static void check(struct value value, const char *expected)
{
    ck_assert_str_eq(json_text(value), expected);
}

#define writes(value, expected) check(value_of(value), expected)

START_TEST(plain_values)
{
    writes(0, "0");
    writes(INT64_MIN, "-9223372036854775808");
    writes(value_none(), "null");
    writes("", "\"\"");
    writes(json_bool(true), "true");
    writes((void *)0, "null");
    writes(value_error(error_new(ETIMEDOUT, "late")),
           "\"TimeoutError: late\"");
}
END_TEST

START_TEST(reals_are_read_back_the_same)
{
    writes(1.0, "1.0");
    writes(0.1, "0.1");
    writes(-2.5e-7, "-2.5e-07");
    writes(1e300, "1e+300");
    writes(1.0 / 3, "0.3333333333333333");
    writes(HUGE_VAL, "null");
    writes((double)NAN, "null");
    ck_assert(strtod(json_text(value_real(0.1 + 0.2)), NULL) == 0.1 + 0.2);
}
END_TEST

START_TEST(texts)
{
    writes("a\"b\\c/d", "\"a\\\"b\\\\c/d\"");
    writes("\b\f\n\r\t\x01\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
    writes("\xc3\xbc \xe2\x82\xac \xf0\x9f\x8d\x94",
           "\"\xc3\xbc \xe2\x82\xac \xf0\x9f\x8d\x94\"");
}
END_TEST

/* Bytes that are no UTF-8, alone and before an "x". */
static const char *const not_utf8[] = {
    "\x80", "\xff", "\xc3", "\xc0\x80", "\xe2\x82", "\xed\xa0\x80",
    "\xf4\x90\x80\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xf0\x9f\x8d",
};

START_TEST(broken_texts)
{
    const char *written = json_text(value_text(textf("%sx", not_utf8[_i])));
    const char *rest = written + 1;
    while (strncmp(rest, "\\ufffd", 6) == 0)
        rest += 6;
    ck_assert_ptr_ne(rest, written + 1);
    ck_assert_str_eq(rest, "x\"");
}
END_TEST

START_TEST(objects_and_lists)
{
    writes(dict("name", "Ada", "age", 36), "{\"name\":\"Ada\",\"age\":36}");
    writes(json_list(1, 2.5, "x"), "[1,2.5,\"x\"]");
    writes(dict("a", dict("b", json_list("{}"))), "{\"a\":{\"b\":[\"{}\"]}}");
    writes(json_object(NULL, 0), "{}");
    writes(json_array(NULL, 0), "[]");
}
END_TEST

Suite *json_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *tcase = tcase_create("json");
    tcase_add_test(tcase, plain_values);
    tcase_add_test(tcase, reals_are_read_back_the_same);
    tcase_add_test(tcase, texts);
    tcase_add_loop_test(tcase, broken_texts, 0,
                        sizeof not_utf8 / sizeof *not_utf8);
    tcase_add_test(tcase, objects_and_lists);
    suite_add_tcase(suite, tcase);
    return suite;
}
