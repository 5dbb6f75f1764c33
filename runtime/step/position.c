/* position.c - where the view stands in the recording, and what is chosen. */
#include "step/view.h"
#include "watch/trace.h"

bool view_at_end(const struct view *view)
{
    return view->moment >= view->recording->moment_count;
}

const struct record *view_record(const struct view *view)
{
    const struct recording *recording = view->recording;
    size_t count;
    if (view_at_end(view))
        return trace_records(recording->trace, &count) + count - 1;
    const struct moment *step = &recording->moments[view->moment];
    return trace_record(recording->trace, step->record);
}

size_t view_suspension(const struct view *view)
{
    const struct moment *step = &view->recording->moments[view->moment];
    size_t count;
    const struct record *records =
        trace_records(view->recording->trace, &count);
    for (size_t i = step->record + 1; i < step->end; i++)
        if (records[i].kind == EVENT_SUSPENDED &&
            records[i].task == records[step->record].task)
            return i;
    return 0;
}

size_t view_choices(const struct view *view)
{
    size_t ready = view->panel == SHOW_EVERYBODY ? view->now.ready.count : 0;
    return ready + view->now.waiting.count;
}

const struct standing *view_chosen(const struct view *view)
{
    size_t ready = view->panel == SHOW_EVERYBODY ? view->now.ready.count : 0;
    if (view->chosen >= view_choices(view))
        return NULL;
    if (view->chosen < ready)
        return &view->now.ready.list[view->chosen];
    return &view->now.waiting.list[view->chosen - ready];
}
