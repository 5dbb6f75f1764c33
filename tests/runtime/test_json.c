/* test_json.c - values as JSON. */
#include "web/json.h"
#include "web/json_read.h"

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

/* --- reading ------------------------------------------------------------- */

static const char *const right_json[] = {
    "0", "-0.5e+3", "\"\"", "null", " [ ] ", "{ }", "[1,[2,{}],true]",
    "{\"a\":{\"b\":[null,false]},\"\":1}", "\"\\u00fc\\n\xc3\xbc\"", "1E5",
};

START_TEST(json_that_is_right)
{
    struct json_mistake mistake;
    const char *text = right_json[_i];
    ck_assert_msg(json_check(text, strlen(text), &mistake), "%s: %s", text,
                  mistake.why);
}
END_TEST

static const struct {
    const char *text;
    size_t at;
    const char *why;
} wrong_json[] = {
    {"", 0, "Expecting value"},
    {"tru", 0, "Expecting value"},
    {"[1,]", 3, "Expecting value"},
    {"[1 2]", 3, "Expecting ',' delimiter"},
    {"[1", 2, "Expecting ',' delimiter"},
    {"{1:2}", 1, "Expecting property name enclosed in double quotes"},
    {"{\"a\" 1}", 5, "Expecting ':' delimiter"},
    {"{\"a\":1,}", 7, "Expecting property name enclosed in double quotes"},
    {"\"a", 2, "Unterminated string"},
    {"\"a\\", 2, "Invalid \\escape"},
    {"\"\\x\"", 1, "Invalid \\escape"},
    {"\"\\u12x4\"", 1, "Invalid \\uXXXX escape"},
    {"\"\\u12", 1, "Invalid \\uXXXX escape"},
    {"\"\\u0000\"", 1, "Invalid \\uXXXX escape"},
    {"\"\n\"", 1, "Invalid control character"},
    {"\"\xff\"", 1, "Invalid UTF-8"},
    {"1 1", 2, "Extra data"},
    {"01", 1, "Extra data"},
    {"1.", 1, "Extra data"},
    {"1e", 1, "Extra data"},
    {"+1", 0, "Expecting value"},
    {"-", 1, "Expecting value"},
    {"NaN", 0, "Expecting value"},
};

START_TEST(json_that_is_wrong)
{
    struct json_mistake mistake;
    const char *text = wrong_json[_i].text;
    ck_assert(!json_check(text, strlen(text), &mistake));
    ck_assert_str_eq(mistake.why, wrong_json[_i].why);
    ck_assert_uint_eq(mistake.at, wrong_json[_i].at);
}
END_TEST

START_TEST(json_with_a_nul_behind_it)
{
    struct json_mistake mistake;
    ck_assert(!json_check("1\0 2", 4, &mistake));
    ck_assert_str_eq(mistake.why, "Extra data");
}
END_TEST

START_TEST(json_may_be_so_deep)
{
    char text[JSON_DEPTH + 1] = "";
    struct json_mistake mistake;
    memset(text, '[', JSON_DEPTH - 1);
    ck_assert(!json_check(text, JSON_DEPTH - 1, &mistake));
    ck_assert_str_eq(mistake.why, "Expecting value");
    text[JSON_DEPTH - 1] = '[';
    ck_assert(!json_check(text, JSON_DEPTH, &mistake));
    ck_assert_str_eq(mistake.why, "Too deep");
}
END_TEST

static void reads(const char *text, const char *expected)
{
    struct value value = json_value(text);
    ck_assert_str_eq(textf("%d %s", value.kind, json_text(value)), expected);
}

START_TEST(values_of_json)
{
    reads("-12", textf("%d -12", VALUE_INT));
    reads("9223372036854775807]", textf("%d 9223372036854775807", VALUE_INT));
    reads("9223372036854775808", textf("%d 9.223372036854776e+18", VALUE_REAL));
    reads("1e2", textf("%d 100.0", VALUE_REAL));
    reads("null", textf("%d null", VALUE_NONE));
    reads(" true", textf("%d true", VALUE_JSON));
    reads("[1, 2] ", textf("%d [1, 2]", VALUE_JSON));
    ck_assert_str_eq(as_text(json_value("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")),
                     "\"\\/\b\f\n\r\t");
    ck_assert_str_eq(as_text(json_value("\"\\u00FC\\u20ac\\ud83c\\udf54\"")),
                     "\xc3\xbc\xe2\x82\xac\xf0\x9f\x8d\x94");
    ck_assert_str_eq(as_text(json_value("\"\\ud83c\\u0041\\udf54\"")),
                     "\xef\xbf\xbd" "A\xef\xbf\xbd");
}
END_TEST

START_TEST(members_of_json)
{
    const char *text = " { \"a\" : [ \"b\" ] , \"\\u0062\":{\"c\":3},\"a\":1}";
    ck_assert_str_eq(json_member(text, "a"), "1}");
    ck_assert_str_eq(json_member(json_member(text, "b"), "c"), "3},\"a\":1}");
    ck_assert_ptr_null(json_member(text, "c"));
    ck_assert_ptr_null(json_member("{}", "a"));
    ck_assert_ptr_null(json_member("[\"a\"]", "a"));
}
END_TEST

#define COUNT_OF(array) (int)(sizeof(array) / sizeof *(array))

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
    tcase_add_loop_test(tcase, json_that_is_right, 0, COUNT_OF(right_json));
    tcase_add_loop_test(tcase, json_that_is_wrong, 0, COUNT_OF(wrong_json));
    tcase_add_test(tcase, json_with_a_nul_behind_it);
    tcase_add_test(tcase, json_may_be_so_deep);
    tcase_add_test(tcase, values_of_json);
    tcase_add_test(tcase, members_of_json);
    suite_add_tcase(suite, tcase);
    return suite;
}
