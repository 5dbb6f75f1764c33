/* capture.h - run a function in a child process and keep what it prints. */
#ifndef HANDLOOP_CAPTURE_H
#define HANDLOOP_CAPTURE_H

#include <stdbool.h>

struct captured {
    bool aborted;           /* the child ended by abort() */
    int status;             /* else its exit status */
    char out[8192], err[8192];
};

/* Run function(arg) in a child process; the child exits with what it returns.
 * A child that takes more than ten seconds is killed. */
struct captured capture_run(int (*function)(void *arg), void *arg);

/* Run and assert that the words stand in what it printed as errors. */
#define ck_assert_says(captured, words)                                      \
    ck_assert_msg(strstr((captured).err, words) != NULL,                     \
                  "\"%s\" is not in what it said:\n%s", words, (captured).err)

#endif
