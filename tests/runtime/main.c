/* main.c - run the suites of suites.h, all or those named on the command line;
 * with 1/2 before them one half of these, with 2/2 the other.
 *
 * The last line is "N passed, N failed". */
#include "suites.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    Suite *(*make)(void);
} suites[] = {
#define LIST_SUITE(name) {#name, name##_suite},
    SUITES(LIST_SUITE)
};

enum { SUITE_COUNT = sizeof suites / sizeof *suites };

static bool is_known(const char *name)
{
    for (int i = 0; i < SUITE_COUNT; i++)
        if (strcmp(name, suites[i].name) == 0)
            return true;
    return false;
}

static bool is_wanted(const char *name, char **names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return count == 0;
}

int main(int argc, char **argv)
{
    SRunner *runner = srunner_create(NULL);
    int part = 1, parts = 1, wanted = 0;
    if (argc > 1 && sscanf(argv[1], "%d/%d", &part, &parts) == 2) {
        argc--;
        argv++;
    }
    for (int i = 1; i < argc; i++) {
        if (!is_known(argv[i])) {
            fprintf(stderr, "There is no suite \"%s\".\n", argv[i]);
            return 2;
        }
    }
    for (int i = 0; i < SUITE_COUNT; i++)
        if (is_wanted(suites[i].name, argv + 1, argc - 1) &&
            wanted++ % parts == part - 1)
            srunner_add_suite(runner, suites[i].make());

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
           failed);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
