/* test_asyncio.c - every twin in tests/asyncio/ prints what Python printed.
 *
 * Lines that begin with "~" do not count; neighbouring lines that begin with
 * "|" may come in any order; all others must be equal and in order, as in
 * tests/asyncio/programs/judge.py.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../asyncio/twin.h"
#include "suites.h"

struct twin {
    const char *name;
    void (*run)(void);
};

static const struct twin twins[] = {
#define TWIN_LISTED(name) {#name, twin_##name},
#include "../asyncio/twins.h"
#undef TWIN_LISTED
};

enum { TWINS = sizeof twins / sizeof twins[0] };

/* --- transcripts --------------------------------------------------------- */

enum { MAX_LINES = 200, LINE_SIZE = 200 };

struct transcript {
    char lines[MAX_LINES][LINE_SIZE];
    int count;
};

static void strip_end(char *line)
{
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r\n", line[length - 1]))
        line[--length] = '\0';
}

static int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Neighbouring "|" lines in one fixed order. */
static void sort_groups(struct transcript *transcript)
{
    int end;
    for (int begin = 0; begin < transcript->count; begin = end + 1) {
        for (end = begin; transcript->lines[end][0] == '|'; end++)
            ;
        qsort(transcript->lines[begin], (size_t)(end - begin), LINE_SIZE,
              compare_lines);
    }
}

/* The lines that count; behind the last one stands an empty line. */
static void read_transcript(FILE *file, struct transcript *transcript)
{
    transcript->count = 0;
    char *line = transcript->lines[0];
    while (fgets(line, LINE_SIZE, file)) {
        strip_end(line);
        if (line[0] == '\0' || line[0] == '~')
            continue;
        line = transcript->lines[++transcript->count];
        ck_assert_msg(transcript->count < MAX_LINES, "too many lines");
    }
    line[0] = '\0';
    sort_groups(transcript);
}

static void compare(const char *name, const struct transcript *expected,
                    const struct transcript *actual)
{
    for (int i = 0; i < expected->count || i < actual->count; i++) {
        const char *python = expected->lines[i], *c = actual->lines[i];
        ck_assert_msg(strcmp(python, c) == 0,
                      "%s, line %d that counts:\n  Python: %s\n       C: %s",
                      name, i + 1, *python ? python : "(nothing more)",
                      *c ? c : "(nothing more)");
    }
}

/* --- running ------------------------------------------------------------- */

/* What function prints; to be closed by the caller. */
static FILE *capture(void (*function)(void))
{
    FILE *file = tmpfile();
    int stdout_copy = dup(STDOUT_FILENO);
    ck_assert(file && stdout_copy >= 0);
    fflush(stdout);
    dup2(fileno(file), STDOUT_FILENO);
    function();
    fflush(stdout);
    dup2(stdout_copy, STDOUT_FILENO);
    close(stdout_copy);
    rewind(file);
    return file;
}

static FILE *open_expected(const char *name)
{
    char path[LINE_SIZE];
    snprintf(path, sizeof path, "tests/asyncio/expected/%s.expected", name);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file, "cannot open %s (from the project's folder?)", path);
    return file;
}

START_TEST(prints_what_python_prints)
{
    static struct transcript expected, actual;
    const struct twin *twin = &twins[_i];

    FILE *file = open_expected(twin->name);
    read_transcript(file, &expected);
    fclose(file);
    ck_assert_int_gt(expected.count, 0);

    file = capture(twin->run);
    read_transcript(file, &actual);
    fclose(file);

    compare(twin->name, &expected, &actual);
}
END_TEST

Suite *asyncio_suite(void)
{
    Suite *suite = suite_create("asyncio");
    for (int i = 0; i < TWINS; i++) {
        TCase *tcase = tcase_create(twins[i].name);
        tcase_add_loop_test(tcase, prints_what_python_prints, i, i + 1);
        suite_add_tcase(suite, tcase);
    }
    return suite;
}
