/* suites.h - the runtime's test suites, in the order in which they run.
 *
 * Suite x is in test_x.c, which defines  Suite *x_suite(void);
 */
#ifndef HANDLOOP_SUITES_H
#define HANDLOOP_SUITES_H

#include <check.h>

#define SUITES(SUITE)                                                        \
    SUITE(value)                                                             \
    SUITE(arena)                                                             \
    SUITE(memory)                                                            \
    SUITE(queue)                                                             \
    SUITE(clock)                                                             \
    SUITE(waiting)                                                           \
    SUITE(resume)                                                            \
    SUITE(coro)                                                              \
    SUITE(loop)                                                              \
    SUITE(task)                                                              \
    SUITE(handles)                                                           \
    SUITE(trace)                                                             \
    SUITE(combine)                                                           \
    SUITE(group)                                                             \
    SUITE(sync)                                                              \
    SUITE(async_queue)                                                       \
    SUITE(json)                                                              \
    SUITE(io)                                                                \
    SUITE(stream)                                                            \
    SUITE(world)                                                             \
    SUITE(http_parser)                                                       \
    SUITE(http)                                                              \
    SUITE(executor)                                                          \
    SUITE(processes)                                                         \
    SUITE(app)                                                               \
    SUITE(app_life)                                                          \
    SUITE(serving)                                                           \
    SUITE(step)                                                              \
    SUITE(view)                                                              \
    SUITE(asyncio)

#define DECLARE_SUITE(name) Suite *name##_suite(void);
SUITES(DECLARE_SUITE)

#endif
