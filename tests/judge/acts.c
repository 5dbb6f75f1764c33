/* acts.c - note what an answer does, while it does it.  See act.h. */
#include <stdio.h>
#include <string.h>

#include "../inside.h"
#include "acts.h"
#include "fields.h"

struct acts *acts_noted;

static _Thread_local const char *stack_top;

void acts_stack_begins(const void *place)
{
    stack_top = place;
}

/* --- keeping ------------------------------------------------------------ */

static const char *keep(const char *text)
{
    size_t size = strlen(text) + 1;
    size_t at = atomic_fetch_add(&acts_noted->text_used, size);
    if (at + size > ACT_TEXT)
        return "";
    return memcpy(&acts_noted->text[at], text, size);
}

static int64_t time_now(void)
{
    if (clock_of_work)
        return clock_of_work->now;
    return running_loop ? running_loop->clock.now : 0;
}

/* A coroutine's body is the function name_body(). */
static const char *coroutine_of(const struct act_here *here)
{
    static const char body[] = "_body_";
    int length = (int)strlen(here->function) - (int)strlen(body);
    if (length > 0 && strcmp(here->function + length, body) == 0)
        return textf("%.*s", length, here->function);
    return here->function;
}

/* Room for one more; NULL if nobody wants to know, or there is none. */
static struct act *new_act(enum act_kind kind, const char *file, int line,
                           const char *in)
{
    if (!acts_noted)
        return NULL;
    size_t at = atomic_fetch_add(&acts_noted->count, 1);
    if (at >= ACT_LIMIT_OF_ALL)
        return NULL;
    struct task *task = running_loop ? current_task() : NULL;
    struct act *act = &acts_noted->act[at];
    *act = (struct act){.kind = kind,
                        .time = time_now(),
                        .task = task ? task->id : 0,
                        .line = line,
                        .file = file,
                        .in = keep(in),
                        .value_kind = -1};
    return act;
}

static bool is_finished(const struct act *act)
{
    bool has_name = act->kind == ACT_BEGIN || act->kind == ACT_END ||
                    act->kind == ACT_SLEEP || act->kind == ACT_LIMIT ||
                    act->kind == ACT_WORK || act->kind == ACT_JOB;
    return act->file && act->in && (act->name || !has_name);
}

void acts_leave_out_unfinished(struct acts *acts)
{
    size_t count = act_count(acts), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (is_finished(&acts->act[i]))
            acts->act[kept++] = acts->act[i];
    atomic_fetch_sub(&acts->count, count - kept);
}

static struct act *act_at(enum act_kind kind, const struct act_here *here)
{
    return new_act(kind, here->file, here->line, coroutine_of(here));
}

static struct act *act_of(enum act_kind kind, const struct coro_frame *frame,
                          int line)
{
    const struct coro_type *type = frame->type;
    struct act *act = new_act(kind, type->file, line, type->name);
    if (act)
        act->frame = (uintptr_t)frame;
    return act;
}

static const char *words_of(struct value value)
{
    switch (value.kind) {
    case VALUE_POINTER:
        return value.pointer ? "a pointer" : "NULL";
    case VALUE_TEXT:
        return is_readable(value.text) ? textf("\"%.400s\"", value.text)
               : value.text            ? "a pointer that leads nowhere"
                                       : "NULL";
    case VALUE_ERROR:
    case VALUE_RAISED:
        return error_to_text(value.error);
    case VALUE_NONE:
    case VALUE_INT:
    case VALUE_REAL:
    case VALUE_JSON:
        break;
    }
    return value_to_text(value);
}

static void keep_value(struct act *act, struct value value)
{
    act->value_kind = (int)value.kind;
    act->value = keep(words_of(value));
    if (value.kind != VALUE_RAISED)
        return;
    act->code = value.error->code;
    act->number = value.error->member_count;
}

/* --- where memory is ---------------------------------------------------- */

static bool is_on_c_stack(const void *place)
{
    char here;
    uintptr_t low = (uintptr_t)&here, high = (uintptr_t)stack_top;
    return stack_top && (uintptr_t)place >= low && (uintptr_t)place < high;
}

static bool is_in_frame(const void *place, const struct coro_frame *frame)
{
    return frame && (uintptr_t)place >= (uintptr_t)frame &&
           (uintptr_t)place < (uintptr_t)frame + frame->type->size;
}

static enum act_where where_is(const void *place,
                               const struct coro_frame *frame)
{
    return is_in_frame(place, frame) ? IN_OWN_FRAME
           : is_on_c_stack(place)    ? ON_C_STACK
                                     : ELSEWHERE;
}

/* --- coroutines --------------------------------------------------------- */

struct coro act_coro(const struct coro_type *type, const void *init,
                     size_t size, const char *file, int line)
{
    return coro_new(type, init, size, file, line);
}

void act_begins(struct coro_frame *frame)
{
    if (frame->line != 0)
        return;
    struct act *act = act_of(ACT_BEGIN, frame, 0);
    if (!act)
        return;
    act->name = keep(frame->type->name);
    act->arguments = keep(arguments_of(frame));
}

/* The runtime's own coroutines have names of its own. */
static const char *words_of_coroutine(const char *name)
{
    static const char *const words[][2] = {
        {"leaving_group", "group_exit(), the end of the group"},
        {"leaving_timeout", "timeout_exit()"},
        {"waiting_for_tasks", "wait_tasks()"},
        {"taking_next", "next_completed()"},
        {"taking_value", "the next value of a generator"},
        {"waiting_for_event", "an event"},
        {"waiting_for_permit", "a permit of a semaphore"},
        {"waiting_for_lock", "a lock"},
        {"waiting_for_word", "a condition"},
        {"waiting_until_it_holds", "a condition"},
        {"putting", "room in a queue"},
        {"getting", "an item of a queue"},
        {"reading_line", "a line"},
        {"draining_stream", "stream_drain()"},
        {"app_provide", "the end of the request"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], name) == 0)
            return words[i][1];
    return textf("%s()", name);
}

static const char *wanted(struct awaitable what)
{
    switch (what.want) {
    case WANT_CORO:
        return coro_is_fresh(what) ? words_of_coroutine(what.frame->type->name)
                                   : USED_UP;
    case WANT_SLEEP:
        return textf("async_sleep(%g)", clock_to_seconds(what.delay));
    case WANT_FUTURE:
        if (is_task(what.future))
            return textf("task %u",
                         (unsigned)((struct task *)what.future)->id);
        return future_type_of(what.future)->in_short
                   ? future_type_of(what.future)->in_short(what.future)
                   : "a future";
    case WANT_READABLE:
        return "something to read";
    case WANT_WRITABLE:
        return "room to write";
    case WANT_GO_ON:
    case WANT_END:
        break;
    }
    return "nothing";
}

struct coro_step act_awaits(struct coro_stack *stack, struct awaitable what,
                            const struct coro_frame *frame, int line)
{
    struct act *act = act_of(ACT_AWAIT, frame, line);
    if (!act)
        return coro_await(stack, what);
    act->value = keep(wanted(what));
    act->name = what.want == WANT_CORO && coro_is_fresh(what)
                    ? keep(what.frame->type->name) : NULL;
    if (what.want == WANT_FUTURE && is_task(what.future))
        act->what = ((struct task *)what.future)->id;
    return coro_await(stack, what);
}

static void note_given(enum act_kind kind, const struct coro_stack *stack,
                       const struct coro_frame *frame, int line)
{
    struct act *act = act_of(kind, frame, line);
    if (act)
        keep_value(act, stack->value);
}

bool act_raised(const struct coro_stack *stack,
                const struct coro_frame *frame, int line)
{
    note_given(ACT_GAVE, stack, frame, line);
    return stack->value.kind == VALUE_RAISED;
}

void act_catches(struct coro_stack *stack, struct coro_frame *frame, int line)
{
    note_given(ACT_GAVE, stack, frame, line);
    coro_catch(stack, frame);
}

struct coro_stack *act_reads(struct coro_stack *stack,
                             const struct coro_frame *frame, int line)
{
    note_given(ACT_READ, stack, frame, line);
    return stack;
}

static void note_end(enum act_how how, struct value value,
                     const struct coro_frame *frame, int line)
{
    struct act *act = act_of(ACT_END, frame, line);
    if (!act)
        return;
    act->how = how;
    act->name = keep(frame->type->name);
    keep_value(act, value);
    if (how == HOW_RETURN &&
        (value.kind == VALUE_TEXT || value.kind == VALUE_POINTER))
        act->where = where_is(value.pointer, frame);
}

/* What was in the frame is lost; the head belongs to the runtime. */
static struct coro_step leave(struct coro_step step, struct coro_frame *frame,
                              size_t size)
{
    if (acts_noted && frame->state == FRAME_FREE)
        memset(frame + 1, 0xA5, size - sizeof *frame);
    return step;
}

static struct coro_step leave_raising(struct coro_stack *stack, size_t size,
                                      struct error *error, enum act_how how,
                                      struct coro_frame *frame, int line)
{
    note_end(how, value_raised(error), frame, line);
    return leave(coro_raise(stack, frame, error), frame, size);
}

struct coro_step act_passes_on(struct coro_stack *stack, size_t size,
                               struct coro_frame *frame, int line)
{
    return leave_raising(stack, size, stack->value.error, HOW_PASSED_ON, frame,
                         line);
}

struct coro_step act_raises(struct coro_stack *stack, size_t size,
                            struct error *error, struct coro_frame *frame,
                            int line)
{
    return leave_raising(stack, size, error, HOW_RAISE, frame, line);
}

struct coro_step act_returns(struct coro_stack *stack, size_t size,
                             struct value value, struct coro_frame *frame,
                             int line)
{
    note_end(HOW_RETURN, value, frame, line);
    return leave(coro_return(stack, value), frame, size);
}

struct coro_step act_ends(struct coro_stack *stack, size_t size,
                          struct coro_frame *frame, int line)
{
    note_end(HOW_END, value_none(), frame, line);
    return leave(coro_return(stack, value_none()), frame, size);
}

struct error *act_asks_for(const struct coro_frame *frame, int line)
{
    struct act *act = act_of(ACT_ASKED, frame, line);
    if (act && frame->caught)
        act->code = frame->caught->code;
    return frame->caught;
}

int act_asks(const struct coro_frame *frame, int line)
{
    const struct error *error = act_asks_for(frame, line);
    return error ? error->code : 0;
}

/* --- time --------------------------------------------------------------- */

static void note_number(enum act_kind kind, const char *name, double number,
                        const char *text, bool whole, const struct act_here *here)
{
    struct act *act = act_at(kind, here);
    if (!act)
        return;
    act->name = name;
    act->number = number;
    act->text = keep(text);
    act->whole = whole;
}

struct coro act_sleep(double seconds, const char *text, bool whole,
                      const struct act_here *here)
{
    note_number(ACT_SLEEP, "async_sleep", seconds, text, whole, here);
    return (async_sleep)(seconds);
}

double act_limits(const char *what, double seconds, const char *text,
                  bool whole, const struct act_here *here)
{
    note_number(ACT_LIMIT, what, seconds, text, whole, here);
    return seconds;
}

double act_works(double seconds, const struct act_here *here)
{
    struct act *act = act_at(ACT_WORK, here);
    if (act) {
        act->name = act->in;
        act->number = seconds;
    }
    return seconds;
}

/* --- tasks -------------------------------------------------------------- */

struct task *act_made(struct task *task, const struct act_here *here)
{
    struct act *act = act_at(ACT_MADE, here);
    if (act) {
        act->what = task->id;
        act->text = "create_task";
    }
    return task;
}

struct coro act_spawns(struct coro coro, const struct act_here *here)
{
    struct act *act = act_at(ACT_MADE, here);
    if (act) {
        act->what = running_loop ? running_loop->tasks.made + 1 : 0;
        act->text = "spawn";
    }
    return coro;
}

struct task *act_cancels(struct task *task, const struct act_here *here)
{
    struct act *act = act_at(ACT_CANCEL, here);
    if (act && task) {
        act->what = task->id;
        act->name = keep(task_name(task));
    }
    return task;
}

struct value *act_results(struct value *results, const struct act_here *here)
{
    struct act *act = act_at(ACT_RESULTS, here);
    if (act) {
        act->object = (uintptr_t)results;
        act->where = where_is(results, NULL);
    }
    return results;
}

struct task_group *act_group(struct task_group *group, enum act_kind kind,
                             const struct act_here *here)
{
    act_shares(kind, group, "the group", here);
    return group;
}

/* --- jobs --------------------------------------------------------------- */

struct executor *act_job(struct executor *pool, const char *name,
                         struct value arg, const struct act_here *here)
{
    struct act *act = act_at(ACT_JOB, here);
    if (!act)
        return pool;
    act->name = keep(name);
    act->arguments = keep(words_of(arg));
    act->object = (uintptr_t)pool;
    return pool;
}

struct value act_bytes(const void *bytes, size_t size)
{
    enum { MOST = 8 };
    const char *text = textf("%zu bytes", size);
    for (size_t i = 0; i < MOST && (i + 1) * sizeof(int) <= size; i++) {
        int number;
        memcpy(&number, (const char *)bytes + i * sizeof number,
               sizeof number);
        text = textf("%s%s %d", text, i ? "," : ":", number);
    }
    return (struct value){.kind = VALUE_JSON, .text = text};
}

/* --- texts -------------------------------------------------------------- */

/* Into an array in the frame that runs: is there room for so many bytes? */
static void look_for_overflow(const char *to, size_t size,
                              const struct act_here *here)
{
    const struct coro_stack *stack = running_loop ? running_loop->running
                                                  : NULL;
    if (!stack || !stack->leaf || !is_in_frame(to, stack->leaf))
        return;
    size_t room = room_in_frame(stack->leaf, to);
    struct act *act = room > 0 && size > room ? act_at(ACT_OVERFLOW, here)
                                              : NULL;
    if (!act)
        return;
    act->number = (double)room;
    act->what = (uint32_t)size;
}

int act_sprintf(char *to, const struct act_here *here, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    look_for_overflow(to, (size_t)length + 1, here);
    vsprintf(to, format, args);
    va_end(args);
    return length;
}

/* Of snprintf() or strncpy(); text is the source of the size. */
static void note_cut(const char *name, size_t length, size_t size,
                     const char *text, const struct act_here *here)
{
    struct act *act = act_at(ACT_CUT, here);
    if (act) {
        act->name = name;
        act->number = (double)size;
        act->what = (uint32_t)length;
        act->text = keep(text);
    }
}

int act_snprintf(char *to, size_t size, const char *text,
                 const struct act_here *here, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(to, size, format, args);
    va_end(args);
    if (size > 0 && length >= (int)size)
        note_cut("snprintf", (size_t)length, size, text, here);
    return length;
}

char *act_strncpy(char *to, const char *from, size_t size, const char *text,
                  const struct act_here *here)
{
    if (strlen(from) > size)
        note_cut("strncpy", strlen(from), size, text, here);
    return (strncpy)(to, from, size);
}

char *act_strcpy(char *to, const char *from, const struct act_here *here)
{
    look_for_overflow(to, strlen(from) + 1, here);
    return (strcpy)(to, from);
}

char *act_strcat(char *to, const char *from, const struct act_here *here)
{
    look_for_overflow(to, strlen(to) + strlen(from) + 1, here);
    return (strcat)(to, from);
}

/* --- sharing ------------------------------------------------------------ */

void act_shares(enum act_kind kind, const void *object, const char *name,
                const struct act_here *here)
{
    struct act *act = act_at(kind, here);
    if (act) {
        act->object = (uintptr_t)object;
        act->name = keep(name);
    }
}
