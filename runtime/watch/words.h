/* words.h - what is seen at a moment of a recording, in words. */
#ifndef HANDLOOP_WATCH_WORDS_H
#define HANDLOOP_WATCH_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "watch/recording.h"
#include "watch/replay.h"

enum { WORDS = 200 };

/* "Task-2 fetch_user", "callback tick", "gather's callback": who it is. */
void words_who(const struct recording *recording, const struct standing *who,
               char words[WORDS]);

/* "async_main > gather_pages > fetch": its frames, the outermost first; those
 * of the runtime, too. */
void words_stack(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* The innermost place in the program's own files; false if there is none. */
bool words_own_place(const struct recording *recording, size_t record,
                     struct place *place);

/* "06_gather.c:33", "its beginning" if it has not begun. */
void words_place(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* For what it waits, as it is when so many records have happened: "sleep(1)",
 * "gather (1 of 3 done)". */
void words_wait(const struct recording *recording, size_t record, size_t now,
                char words[WORDS]);

/* Who will wake it, for the recording knows what is to come: "the clock at
 * 1.0 s", "Task-4 at 1.0 s", "nobody". */
void words_waker(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* Will that one wake it by cancelling it? */
bool words_will_be_cancelled(const struct recording *recording, size_t record);

/* How a step ended: "waits at 06_gather.c:33 for ...", "returned 'x'". */
void words_end(const struct recording *recording, size_t moment,
               char words[WORDS]);

/* Who made it ready: "Task-2 made it ready", "its time had come". */
void words_cause(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* The record in which a task that began to wait is made ready; 0: it never
 * is. */
size_t record_of_waking(const struct recording *recording, size_t record);

/* Was the task done when so many records had happened? */
bool task_is_done(const struct recording *recording, uint32_t task, size_t now);

/* Cut a text to so many columns, ".." being the last two. */
void cut_words(char *words, int columns);

#endif
