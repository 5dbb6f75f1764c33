/* scene.h - small programs for the machine of exercises 31 to 36.
 *
 * Each is a function, scene_NAME(); what it shall print stands in asked_NN.h:
 *
 *      SCENE(name, "title", "the rule it is about",
 *          "what\n"
 *          "it prints\n")
 *
 * They know nothing of the machine, so that the runtime runs them, too, and has
 * to print the same.
 */
#ifndef SCENE_H
#define SCENE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"

#define SCENE(name, title, asked, expected) void scene_##name(void);
#include "asked_31.h"
#include "asked_32.h"
#include "asked_33.h"
#include "asked_34.h"
#include "asked_35.h"
#include "asked_36.h"
#include "asked_36b.h"
#undef SCENE

/* This scene has a process that works for it, and may not get the processor: do
 * not take it for a program that waits for nothing. */
void wait_for_others(void);

/* What stands on the stack in places that nobody has set is no 0 from here on. */
void leave_dirt(void);

/* An error's words; also if there is none. */
static inline const char *words(const struct error *error)
{
    return error ? error_words(error) : "no error";
}

/* Run it, and tell if it did not end well. */
static inline void show(struct coro main)
{
    struct value result;
    int code = run_result(main, &result);
    if (code)
        printf("run() ended with %s\n", error_name(code));
}

#endif
