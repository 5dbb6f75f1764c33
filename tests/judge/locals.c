/* locals.c - local variables that are read behind an await: they have not
 * survived it.  The text shows it, and the run that the await was come to.  And
 * what is lent, or copied where it is to be shared. */
#include <string.h>

#include "proven.h"
#include "seen.h"
#include "statements.h"
#include "unlike.h"

struct local {
    const struct item *of;
    const struct token *name;
    const struct token *first, *end;    /* where it is known */
    bool in_front;                      /* of BEGIN */
    const struct token *value;          /* what it begins with, or NULL */
};

/* --- in the text -------------------------------------------------------- */

static const struct token *begin_of(const struct item *item)
{
    return find_tokens(item->body, item->end, "BEGIN ;");
}

static bool is_use(const struct token *t, const struct token *name)
{
    return same_token(t, name) && !token_is(t - 1, "->") &&
           !token_is(t - 1, ".");
}

/* The { of the innermost block around a token of that item. */
static const struct token *block_around(const struct item *item,
                                        const struct token *t)
{
    const struct token *block = item->body;
    for (const struct token *open = block; open < t; open++)
        if (token_is(open, "{") && closing(open) > t)
            block = open;
    return block;
}

/* Does what follows in that block leave the loops and the function? */
static bool block_leaves(const struct token *t, const struct token *block)
{
    static const char *const ways[] = {"RETURN",      "RAISE",  "RERAISE",
                                       "RAISE_ERROR", "return", "goto",
                                       "break",       NULL};
    for (; t < closing(block); t = behind_statement(t))
        if (is_any(t, ways))
            return true;
    return false;
}

static const struct token *behind_await(const struct token *await)
{
    return closing(await + 1) + 2;
}

/* Its name, if a local variable is declared here: "struct value found". */
static const struct token *declared_here(const struct token *t)
{
    static const char *const begin[] = {";", "{", "}", NULL};
    bool in_for = token_is(t - 1, "(") && token_is(t - 2, "for");
    if ((!is_any(t - 1, begin) && !in_for) || !is_declaration(t) ||
        token_is(t, "static"))
        return NULL;
    while (t[1].kind == TOKEN_NAME || token_is(t + 1, "*"))
        t++;
    return t->kind == TOKEN_NAME &&
                   (token_is(t + 1, "=") || token_is(t + 1, ";") ||
                    token_is(t + 1, "["))
               ? t : NULL;
}

static struct local local_at(const struct item *item, const struct token *t,
                             const struct token *name)
{
    const struct token *begin = begin_of(item);
    bool in_for = token_is(t - 2, "for");
    return (struct local){
        .of = item, .name = name,
        .in_front = begin && t < begin,
        .value = token_is(name + 1, "=") ? name + 2 : NULL,
        .first = begin && t < begin ? begin : t,
        .end = in_for ? behind_statement(t - 2)
                      : closing(block_around(item, t))};
}

/* How far one comes from there: to the end of a block that leaves. */
static const struct token *reaches(const struct local *local,
                                   const struct token *from)
{
    const struct token *block = block_around(local->of, from);
    return block_leaves(from, block) ? closing(block) : local->end;
}

/* --- in the run --------------------------------------------------------- */

static bool gave_something(const struct run *run, const struct item *item,
                           const struct token *await)
{
    EACH_ACT(run, act)
        if (act->kind == ACT_GAVE && act->line == await->line &&
            token_is(item->name, act->in))
            return true;
    return false;
}

static void show(const struct local *local, const char *text)
{
    point_at(answer_file(), local->name->line);
    found("%s What must last lives in the struct: self->%s.", text,
          token_text(local->name));
}

/* for (int i = 0; ...; i++) { ... AWAIT(...) ... } */
static bool counts_across_an_await(const struct run *run,
                                   const struct local *local)
{
    if (!token_is(local->first - 2, "for"))
        return false;
    for (const struct token *t = local->first; t < local->end; t++) {
        if (!is_await(t) || reaches(local, behind_await(t)) < local->end ||
            !gave_something(run, local->of, t))
            continue;
        show(local, textf("'%s' in line %d is a local variable, and line %d "
                          "awaits in its loop: there the C function returns, "
                          "and its stack frame is gone. When it goes on, '%s' "
                          "may be anything.", token_text(local->name),
                          local->name->line, t->line,
                          token_text(local->name)));
        return true;
    }
    return false;
}

/* An await behind the place where it is set, and where it is read then, without
 * being set once more.  NULL: there is none. */
static const struct token *read_behind_await(const struct run *run,
                                             const struct local *local,
                                             const struct token *set,
                                             const struct token **await)
{
    const struct token *block = block_around(local->of, set);
    const struct token *end = reaches(local, behind_statement(set));
    *await = NULL;
    for (const struct token *t = behind_statement(set); t < end; t++) {
        if (is_await(t) && t < closing(block) &&
            gave_something(run, local->of, t))
            *await = t;
        if (!is_use(t, local->name))
            continue;
        if (token_is(t + 1, "=") || token_is(t - 1, "&"))
            return NULL;
        if (*await && t > behind_await(*await) &&
            t < reaches(local, behind_await(*await)))
            return t;
    }
    return NULL;
}

/* count++, in a loop that awaits: the next time round it is read again. */
static const struct token *counted_in_loop(const struct run *run,
                                           const struct local *local,
                                           const struct token *set,
                                           const struct token **await)
{
    static const char *const counts[] = {"++", "--", "+=", "-=",
                                         "*=", "/=", NULL};
    static const char *const loops[] = {"for", "while", "do", NULL};
    if (!is_any(set + 1, counts) && !is_any(set - 1, counts))
        return NULL;
    for (const struct token *loop = local->first; loop < set; loop++) {
        const struct token *end = behind_statement(loop);
        for (*await = loop; is_any(loop, loops) && end > set && *await < end;
             (*await)++)
            if (is_await(*await) &&
                reaches(local, behind_await(*await)) >= end &&
                gave_something(run, local->of, *await))
                return set;
    }
    return NULL;
}

/* Was that await come to a second time? */
static bool came_again(const struct run *run, const struct item *item,
                       const struct token *await)
{
    int times = 0;
    EACH_ACT(run, act)
        times += act->kind == ACT_GAVE && act->line == await->line &&
                 token_is(item->name, act->in);
    return times > 1 || (times == 1 && run->ending == DIED);
}

/* Set in front of a loop that awaits, and read in it: the next time round. */
static const struct token *read_in_next_round(const struct run *run,
                                              const struct local *local,
                                              const struct token *set,
                                              const struct token **await)
{
    static const char *const loops[] = {"for", "while", NULL};
    for (const struct token *t = behind_statement(set); t < local->end; t++) {
        const struct token *end = behind_statement(t), *read = NULL;
        *await = NULL;
        if (!is_any(t, loops))
            continue;
        for (const struct token *in = t; in < end; in++) {
            if (is_await(in) && came_again(run, local->of, in) &&
                reaches(local, behind_await(in)) >= end)
                *await = in;
            if (is_use(in, local->name) && token_is(in + 1, "="))
                return NULL;
            if (!read && is_use(in, local->name) && !token_is(in - 1, "&"))
                read = in;
        }
        if (*await && read)
            return read;
    }
    return NULL;
}

static bool is_read_behind(const struct run *run, const struct local *local,
                           const struct token *set)
{
    const struct token *await;
    const struct token *read = read_behind_await(run, local, set, &await);
    if (!read)
        read = counted_in_loop(run, local, set, &await);
    if (!read)
        read = read_in_next_round(run, local, set, &await);
    const char *name = token_text(local->name);
    if (!read)
        return false;
    const struct token *last = local->value;
    while (last && !token_is(last + 1, ";"))
        last++;
    if (local->in_front && last)
        show(local, textf("Line %d sets '%s', line %d awaits, and line %d "
                          "reads %s again: what stands in front of BEGIN, line "
                          "%d, runs anew each time that the coroutine goes on.",
                          set->line, name, await->line, read->line,
                          quote(local->value, last), local->name->line));
    else
        show(local, textf("'%s' in line %d is a local variable. Line %d sets "
                          "it, and line %d awaits: there the C function "
                          "returns, and its stack frame is gone. What line %d "
                          "reads may be anything.", name, local->name->line,
                          set->line, await->line, read->line));
    return true;
}

/* A place of it that is read in the loop around an await, and filled outside of
 * that. */
static const struct token *place_read_in_loop(const struct local *local,
                                              const struct token *set,
                                              const struct token *await)
{
    static const char *const loops[] = {"for", "while", "do", NULL};
    for (const struct token *loop = behind_statement(set); loop < await; loop++)
        for (const struct token *t = loop;
             is_any(loop, loops) && behind_statement(loop) > await &&
             t < behind_statement(loop); t++)
            if (is_use(t, local->name) && token_is(t + 1, "["))
                return t;
    return NULL;
}

/* struct task *jobs[3]; jobs[i] = ...; and read behind an await. */
static bool array_lost(const struct run *run, const struct local *local)
{
    const struct token *set = NULL, *await = NULL, *read = NULL;
    for (const struct token *t = local->first; t < local->end && !read; t++) {
        bool is_place = is_use(t, local->name) && token_is(t + 1, "[");
        if (set && !await && is_await(t) && gave_something(run, local->of, t)) {
            await = t;
            read = place_read_in_loop(local, set, await);
        } else if (is_place && token_is(closing(t + 1) + 1, "=")) {
            set = t;
            await = NULL;
        } else if (is_place && await && t > behind_await(await)) {
            read = t;
        }
    }
    if (!read)
        return false;
    show(local, textf("'%s' in line %d is a local array. Line %d fills it, and "
                      "line %d awaits: there the C function returns, and its "
                      "stack frame is gone. What line %d reads then may be "
                      "anything.", token_text(local->name), local->name->line,
                      set->line, await->line, read->line));
    return true;
}

static bool lost(const struct run *run, const struct local *local)
{
    static const char *const sets[] = {"=",  "+=", "-=", "*=",
                                       "/=", "++", "--", NULL};
    if (token_is(local->name + 1, "["))
        return array_lost(run, local);
    if (counts_across_an_await(run, local))
        return true;
    if (!local->in_front && local->value)
        return is_read_behind(run, local, local->name);
    for (const struct token *t = local->first; t < local->end; t++)
        if (is_use(t, local->name) &&
            (is_any(t + 1, sets) || is_any(t - 1, sets)) &&
            is_read_behind(run, local, t))
            return true;
    return false;
}

/* coro(visit, .cashiers = &cashiers) */
static bool lent(const struct run *run, const struct local *local)
{
    (void)run;
    for (const struct token *t = local->first; t < local->end; t++) {
        const struct token *close = closing(t + 1);
        if (!token_is(t, "coro") || !token_is(t + 1, "("))
            continue;
        for (; t < close; t++) {
            if (!token_is(t, "=") || !token_is(t + 1, "&") ||
                !same_token(t + 2, local->name) || !token_is(t - 2, "."))
                continue;
            point_at(answer_file(), t->line);
            found("&%s in line %d is the address of a local variable. At the "
                  "next await of '%s' the C function returns, and its stack "
                  "frame is gone: the other coroutine finds something else "
                  "there. What is lent lives in the struct: %s.",
                  token_text(local->name), t->line,
                  token_text(local->of->name),
                  loop_around(t) ? "an array there has one for each round"
                                 : textf("&self->%s", token_text(local->name)));
            return true;
        }
    }
    return false;
}

/* struct visit { struct semaphore line; }; coro(visit, .line = self->line):
 * each has one of its own. */
static bool is_shared_type(const struct token *t)
{
    static const char *const types[] = {"semaphore", "lock",  "event",
                                        "condition", "async_queue", NULL};
    return token_is(t, "struct") && is_any(t + 1, types);
}

static const struct token *copied_into(const struct item *fields,
                                       const struct token **to)
{
    for (const struct token *t = fields->body; t < fields->end; t++) {
        const struct token *name = t + 2, *call;
        if (!is_shared_type(t) || !token_is(name + 1, ";"))
            continue;
        call = find_tokens(sources()->answer.tokens.first, NULL,
                           textf("coro ( %s", token_text(fields->name)));
        call = call ? find_tokens(call, closing(call + 1),
                                  textf(". %s =", token_text(name))) : NULL;
        *to = name;
        if (call && !token_is(call + 3, "("))
            return call;
    }
    return NULL;
}

static bool lock_copied(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *fields = &answer->items[i];
        const struct token *name = NULL, *call =
            fields->is_struct && fields->body ? copied_into(fields, &name)
                                              : NULL;
        if (!call)
            continue;
        const char *type = token_text(name - 1);
        point_at(answer_file(), call->line);
        found("'%s' in line %d is a struct %s, and no pointer to one: line %d "
              "copies the %s into each '%s', which then has one of its own. "
              "What they are to share is handed over by its address: "
              "struct %s *%s; there, and & here.", token_text(name),
              name->line, type, call->line, type, token_text(fields->name),
              type, token_text(name));
        return true;
    }
    return false;
}

static int times_begun(const struct run *run, const char *coroutine)
{
    int times = 0;
    EACH_ACT(run, act)
        times += act->kind == ACT_BEGIN && strcmp(act->name, coroutine) == 0;
    return times;
}

/* semaphore_init(self->line, ...), where line points to what all share, in a
 * coroutine that runs several times. */
static bool set_up_by_each(const struct run *run)
{
    static const char *const types[] = {"semaphore", "lock", "event",
                                        "condition", "async_queue"};
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const char *name = token_text(item->name);
        const struct item *fields =
            item->is_coroutine && !line_is_given(item->name->line)
                ? item_named(answer, name, true) : NULL;
        for (size_t n = 0; fields && n < sizeof types / sizeof *types; n++) {
            const struct token *init =
                find_tokens(item->body, item->end,
                            textf("%s_init ( self ->", types[n]));
            if (!init ||
                !find_tokens(fields->body, fields->end,
                             textf("struct %s * %s", types[n],
                                   token_text(init + 4))) ||
                times_begun(run, name) < 2)
                continue;
            point_at(answer_file(), init->line);
            found("self->%s points to the %s that all share, and each '%s' "
                  "sets it up anew in line %d: whoever comes next finds it as "
                  "if nobody had been there. It is set up once, by the one "
                  "whose struct it is in.", token_text(init + 4), types[n],
                  name, init->line);
            return true;
        }
    }
    return false;
}

static bool any_local(const struct run *run,
                      bool (*is_so)(const struct run *, const struct local *))
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        if (!item->is_coroutine || !item->body ||
            line_is_given(item->name->line))
            continue;
        for (const struct token *t = item->body + 1; t < item->end; t++) {
            const struct token *name = declared_here(t);
            struct local local;
            if (!name)
                continue;
            local = local_at(item, t, name);
            if (is_so(run, &local))
                return true;
        }
    }
    return false;
}

static bool lost_across_await(const struct run *run)
{
    return any_local(run, lost);
}

static bool address_lent(const struct run *run)
{
    return any_local(run, lent);
}

/* --- another one of the same name ---------------------------------------- */

/* Is the variable of all functions set anywhere, or lent? */
static bool is_set(const struct token *name)
{
    const struct token *t = sources()->answer.tokens.first;
    for (; t->kind != TOKEN_END; t++)
        if (is_use(t, name) && t != name &&
            (token_is(t - 1, "&") ||
             (token_is(t + 1, "=") && !token_is(t - 1, "*") &&
              (t[-1].kind != TOKEN_NAME || token_is(t - 1, "else")))))
            return true;
    return false;
}

static bool is_read_elsewhere(const struct token *name,
                              const struct item *but_here)
{
    const struct source *answer = &sources()->answer;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        for (const struct token *t = item->body; t && t < item->end; t++)
            if (item != but_here && is_use(t, name))
                return true;
    }
    return false;
}

/* semaphore_init(&places, ...); the first one in there; NULL: there is none. */
static const struct token *set_up_of(const struct token *name,
                                     const struct token *first,
                                     const struct token *end)
{
    const char *lent = textf("( & %s", token_text(name));
    for (const struct token *t = first; (t = find_tokens(t, end, lent)); t++)
        if (strstr(token_text(t - 1), "_init"))
            return t;
    return NULL;
}

/* struct semaphore places; in that function, where the one of that name which
 * all share should be set up, and is not. */
static bool sets_up_its_own(const struct item *item, const struct token *name)
{
    const struct source *answer = &sources()->answer;
    const struct token *here = set_up_of(name, name, item->end);
    if (!here || !token_is(name + 1, ";"))
        return false;
    for (size_t n = 0; n < answer->count; n++) {
        const struct item *one = &answer->items[n];
        if (!one->is_variable || !same_token(one->name, name) ||
            !is_read_elsewhere(one->name, item) ||
            set_up_of(name, answer->tokens.first, name) ||
            set_up_of(name, item->end, answer->tokens.first +
                                           answer->tokens.count))
            continue;
        point_at(answer_file(), name->line);
        found("Line %d makes another '%s', which is gone when %s() ends, and "
              "line %d sets that up. The one of line %d, which the others use, "
              "is set up nowhere. Without line %d it is.", name->line,
              token_text(name), token_text(item->name), here->line,
              one->name->line, name->line);
        return true;
    }
    return false;
}

/* static struct executor *pool; and then struct executor *pool = ...; in the
 * function that should set it; or a semaphore, likewise. */
static bool sets_its_own(const struct run *run)
{
    const struct source *answer = &sources()->answer;
    (void)run;
    for (size_t i = 0; i < answer->count; i++) {
        const struct item *item = &answer->items[i];
        const struct token *t = item->body;
        for (; t && !item->is_variable && t < item->end; t++) {
            const struct token *name = declared_here(t), *shared = NULL;
            if (name && sets_up_its_own(item, name))
                return true;
            for (size_t n = 0; name && token_is(name + 1, "=") && n < i; n++)
                if (answer->items[n].is_variable &&
                    same_token(answer->items[n].name, name))
                    shared = answer->items[n].name;
            if (!shared || is_set(shared) || !is_read_elsewhere(shared, item))
                continue;
            point_at(answer_file(), name->line);
            found("Line %d makes another variable '%s', which is gone when "
                  "%s() ends. That of line %d, which the others read, is set "
                  "nowhere. Without the type in front line %d sets it.",
                  name->line, token_text(name), token_text(item->name),
                  shared->line, name->line);
            return true;
        }
    }
    return false;
}

/* --- all of them -------------------------------------------------------- */

const struct mistake local_mistakes[] = {
    {.name = "lock-copied", .made = lock_copied, .broken_too = true,
     .why = "", .python = "# Python hands over the object itself, never a copy",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "set-up-by-each", .made = set_up_by_each, .broken_too = true,
     .why = "", .python = "cashiers = asyncio.Semaphore(number)   # once, for "
                          "all",
     .read_on = "NOTES.md, chapter 18"},
    {.name = "sets-its-own", .made = sets_its_own, .broken_too = true,
     .why = "",
     .python = "def open_driver():\n"
               "    global pool        # or it is another one, in here\n"
               "    pool = ThreadPoolExecutor(2)",
     .read_on = "NOTES.md, chapter 14"},
    {.name = "local-lent", .made = address_lent, .broken_too = true,
     .why = "", .python = "# Python keeps what is used, wherever it was made",
     .read_on = "NOTES.md, chapter 2"},
    {.name = "local-behind-an-await", .made = lost_across_await,
     .broken_too = true, .why = "",
     .python = "name = 1           # Python keeps locals in the coroutine;\n"
               "await ...          # here the struct is that place",
     .read_on = "NOTES.md, chapter 2"},
    {0},
};
