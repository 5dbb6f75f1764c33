/* Exercise 23: choose.
 *
 * Eight workloads, four tools.  Write down the tool for each; the check does the
 * work with it, takes the time, and looks at what everybody else had of it.
 *
 *      "loop"          await gather(*(piece() for ...)), all on the loop
 *      "threads"       to_thread(): 20 at once where they wait, 4 where they
 *                      compute
 *      "processes"     run_in_executor() with a ProcessPoolExecutor(4)
 *      "plain"         for ...: piece(), a function that is just called
 *
 * Several may be right.  There are four cores.
 *
 * Check it: make exercise-23        Stuck: make hint-23, lesson 23
 */
extern const char *const choice[8];     /* the check reads it */

const char *const choice[8] = {
    /* 1. Ask 50 web services; the library is awaited: 0.2 s each. */
    "",         /* TODO */
    /* 2. 50 queries, by a database driver that blocks: 0.2 s each. */
    "",
    /* 3. Make 8 photographs small: 0.5 s of computing each. */
    "",
    /* 4. Look up 50 prices in a table in memory: next to nothing. */
    "",
    /* 5. A chat with 200 clients, silent for 10 s; the library is awaited. */
    "",
    /* 6. Train one model for 5 s, while a server answers. */
    "",
    /* 7. Convert 8 films, 0.5 s of computing each, by a library that crashes on
     *    one of them; the other seven are wanted. */
    "",
    /* 8. A script that reads one file, 0.3 s; there is nobody else. */
    "",
};
