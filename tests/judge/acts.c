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
static const char *coroutine_of(struct act_here here)
{
    static const char body[] = "_body_";
    if (here.frame)
        return here.frame->type->name;
    int length = (int)strlen(here.function) - (int)strlen(body);
    if (length > 0 && strcmp(here.function + length, body) == 0)
        return textf("%.*s", length, here.function);
    return here.function;
}

/* Room for one more; NULL if nobody wants to know, or there is none. */
static struct act *new_act(enum act_kind kind, struct act_here here)
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
                        .line = here.line,
                        .file = here.file,
                        .in = keep(coroutine_of(here)),
                        .frame = (uintptr_t)here.frame,
                        .value_kind = -1};
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

void act_begins(struct coro_frame *frame)
{
    struct act_here here = {frame->type->file, 0, frame, NULL};
    struct act *act = new_act(ACT_BEGIN, here);
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
                                   : "an object that is used up";
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

struct awaitable act_awaits(struct awaitable what, struct act_here here)
{
    struct act *act = new_act(ACT_AWAIT, here);
    if (!act)
        return what;
    act->value = keep(wanted(what));
    act->name = what.want == WANT_CORO && coro_is_fresh(what)
                    ? keep(what.frame->type->name) : NULL;
    if (what.want == WANT_FUTURE && is_task(what.future))
        act->what = ((struct task *)what.future)->id;
    return what;
}

void act_gave(const struct coro_stack *stack, struct act_here here)
{
    struct act *act = new_act(ACT_GAVE, here);
    if (act)
        keep_value(act, stack->value);
}

static struct act *ended(enum act_how how, struct act_here here)
{
    struct act *act = new_act(ACT_END, here);
    if (!act)
        return NULL;
    act->how = how;
    act->name = keep(coroutine_of(here));
    return act;
}

struct value act_returns(struct value value, struct act_here here)
{
    struct act *act = ended(HOW_RETURN, here);
    if (!act)
        return value;
    keep_value(act, value);
    if (value.kind == VALUE_TEXT || value.kind == VALUE_POINTER)
        act->where = where_is(value.pointer, here.frame);
    return value;
}

struct error *act_raises(struct error *error, enum act_how how,
                         struct act_here here)
{
    struct act *act = ended(how, here);
    if (act)
        keep_value(act, value_raised(error));
    return error;
}

struct value act_ends(struct act_here here)
{
    struct act *act = ended(HOW_END, here);
    if (act)
        keep_value(act, value_none());
    return value_none();
}

/* What was in it is lost; the head belongs to the runtime. */
void act_overwrite(struct coro_frame *frame, size_t size)
{
    if (acts_noted && frame->state == FRAME_FREE)
        memset(frame + 1, 0xA5, size - sizeof *frame);
}

struct coro_stack *act_reads(struct coro_stack *stack, struct act_here here)
{
    struct act *act = new_act(ACT_READ, here);
    if (act)
        keep_value(act, stack->value);
    return stack;
}

int act_asks(int code, struct act_here here)
{
    struct act *act = new_act(ACT_ASKED, here);
    if (act)
        act->code = code;
    return code;
}

/* --- time --------------------------------------------------------------- */

static void note_number(enum act_kind kind, const char *name, double number,
                        const char *text, bool whole, struct act_here here)
{
    struct act *act = new_act(kind, here);
    if (!act)
        return;
    act->name = name;
    act->number = number;
    act->text = keep(text);
    act->whole = whole;
}

double act_sleeps(double seconds, const char *text, bool whole,
                  struct act_here here)
{
    note_number(ACT_SLEEP, "async_sleep", seconds, text, whole, here);
    return seconds;
}

double act_limits(const char *what, double seconds, const char *text,
                  bool whole, struct act_here here)
{
    note_number(ACT_LIMIT, what, seconds, text, whole, here);
    return seconds;
}

double act_works(double seconds, struct act_here here)
{
    struct act *act = new_act(ACT_WORK, here);
    if (act) {
        act->name = act->in;
        act->number = seconds;
    }
    return seconds;
}

/* --- tasks -------------------------------------------------------------- */

struct task *act_made(struct task *task, struct act_here here)
{
    struct act *act = new_act(ACT_MADE, here);
    if (act) {
        act->what = task->id;
        act->text = "create_task";
    }
    return task;
}

struct coro act_spawns(struct coro coro, struct act_here here)
{
    struct act *act = new_act(ACT_MADE, here);
    if (act) {
        act->what = running_loop ? running_loop->tasks.made + 1 : 0;
        act->text = "spawn";
    }
    return coro;
}

struct task *act_cancels(struct task *task, struct act_here here)
{
    struct act *act = new_act(ACT_CANCEL, here);
    if (act && task) {
        act->what = task->id;
        act->name = keep(task_name(task));
    }
    return task;
}

struct value *act_results(struct value *results, struct act_here here)
{
    struct act *act = new_act(ACT_RESULTS, here);
    if (act) {
        act->object = (uintptr_t)results;
        act->where = where_is(results, here.frame);
    }
    return results;
}

struct task_group *act_group(struct task_group *group, enum act_kind kind,
                             struct act_here here)
{
    act_shares(kind, group, "the group", here);
    return group;
}

/* --- jobs --------------------------------------------------------------- */

struct executor *act_job(struct executor *pool, const char *name,
                         struct value arg, struct act_here here)
{
    struct act *act = new_act(ACT_JOB, here);
    if (!act)
        return pool;
    act->name = keep(name);
    act->arguments = keep(words_of(arg));
    act->object = (uintptr_t)pool;
    return pool;
}

/* --- texts -------------------------------------------------------------- */

/* Into an array in the frame that runs: is there room for so many bytes? */
static void look_for_overflow(const char *to, size_t size, struct act_here here)
{
    const struct coro_stack *stack = running_loop ? running_loop->running
                                                  : NULL;
    if (!stack || !stack->leaf || !is_in_frame(to, stack->leaf))
        return;
    size_t room = room_in_frame(stack->leaf, to);
    struct act *act = room > 0 && size > room ? new_act(ACT_OVERFLOW, here)
                                              : NULL;
    if (!act)
        return;
    act->number = (double)room;
    act->what = (uint32_t)size;
}

int act_sprintf(char *to, struct act_here here, const char *format, ...)
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

char *act_strcpy(char *to, const char *from, struct act_here here)
{
    look_for_overflow(to, strlen(from) + 1, here);
    return (strcpy)(to, from);
}

char *act_strcat(char *to, const char *from, struct act_here here)
{
    look_for_overflow(to, strlen(to) + strlen(from) + 1, here);
    return (strcat)(to, from);
}

/* --- sharing ------------------------------------------------------------ */

void act_shares(enum act_kind kind, const void *object, const char *name,
                struct act_here here)
{
    struct act *act = new_act(kind, here);
    if (act) {
        act->object = (uintptr_t)object;
        act->name = keep(name);
    }
}
