/* step_words.h - what is seen at a moment of a recording, in words. */
#ifndef HANDLOOP_STEP_WORDS_H
#define HANDLOOP_STEP_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "recording.h"
#include "replay.h"

enum { WORDS = 160 };

/* "Task-2 fetch_user", "callback run_watch": who stands here. */
void words_who(const struct recording *recording, const struct standing *who,
               char words[WORDS]);

/* "async_main > gather_pages > fetch": its frames, the outermost first. */
void words_stack(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* The innermost place in the program's own files; false if there is none. */
bool words_own_place(const struct recording *recording, size_t record,
               struct place *place);

/* "06_gather.c:33", "" if it has not begun. */
void words_place(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* For what it waits: "a sleep of 1 s, until 1.0 s". */
void words_wait(const struct recording *recording, size_t record,
                char words[WORDS]);

/* How a step ended: "waits at 06_gather.c:33 for ...", "returned 'x'". */
void words_end(const struct recording *recording, size_t moment,
               char words[WORDS]);

/* Who made it ready: "called by Task-2", "its time has come". */
void words_cause(const struct recording *recording, size_t record,
                 char words[WORDS]);

/* The line of a file without what is around it; NULL if it cannot be read. */
const char *source_line(const char *file, int line);

/* How many lines it has; 0: it cannot be read. */
int source_length(const char *file);

/* The Python of the file's header comment, line by line; NULL behind the last. */
const char *source_python(const char *file, int line);

#endif
