/* place.h - where a frame stands in the program's text. */
#ifndef HANDLOOP_WATCH_PLACE_H
#define HANDLOOP_WATCH_PLACE_H

#include "core/frame.h"

/* A coroutine, and the line of its latest await; 0: it has not begun. */
struct place {
    const char *coro, *file;
    int line;
};

static inline struct place place_of_frame(const struct coro_frame *frame)
{
    return (struct place){frame->type->name, frame->type->file,
                          frame->state == FRAME_FRESH ? 0 : frame->line};
}

#endif
