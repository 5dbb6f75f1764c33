/* trial.c - think of changes, have them tried out, and tell which one helps.
 * See trial.h. */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bodies.h"
#include "changes.h"
#include "exercise.h"
#include "given.h"
#include "grafts.h"
#include "impossible.h"
#include "indented.h"
#include "paper.h"
#include "patch.h"
#include "series.h"
#include "source.h"
#include "statements.h"
#include "trying.h"

/* To compile many changes takes time; those of a machine are run quickly. */
enum { MOST_TRIED = 300, MOST_OF_MACHINE = 1000, ROUNDS = 6 };

static struct change changes[MOST_CHANGES];
static bool was_ruled_out;      /* one of them, since it cannot be compiled */

static int suspect;             /* a line */
static int room;                /* so many lines, to tell what helps */

/* Another form of the suspect itself; or none of it. */
static bool is_in_suspect(const struct change *change)
{
    return change->line == suspect &&
           (change->rank < MORE || change->rank == LESS);
}

/* What right answers speak for first, in the suspect line and elsewhere; then
 * what else may be there.  (They speak for all that was taken from them, and for
 * all that is only in another order: that tells nothing.) */
static int promise_of(const struct change *change)
{
    bool is_left_out = change->rank == LESS && strcmp(change->text, ";") == 0;
    bool is_a_word = change->rank == WORD || change->rank == WAIT ||
                     change->rank == CONDITION;
    if (change->is_likely && (is_a_word || is_left_out))
        return is_in_suspect(change) ? 3 : 2;
    return is_in_suspect(change) ? 1 : 0;
}

static bool is_long(const struct change *change)
{
    enum { LONG = 80 };
    return strlen(change->text) > LONG;
}

/* And of those alike, those with a low rank, and of them those near it. */
static int by_rank(const void *one, const void *other)
{
    const struct change *a = &changes[*(const int *)one - 1];
    const struct change *b = &changes[*(const int *)other - 1];
    if ((a->rank == SLIP) != (b->rank == SLIP))
        return a->rank == SLIP ? -1 : 1;
    if (promise_of(a) != promise_of(b))
        return promise_of(b) - promise_of(a);
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->rank >= MORE && is_free_answer() && is_long(a) != is_long(b))
        return is_long(a) ? 1 : -1;
    int far = abs(a->line - suspect) - abs(b->line - suspect);
    return far ? far : *(const int *)one - *(const int *)other;
}

/* Of a machine there is much.  So it is tried first in which function the
 * mistake is, the suspect one and then the shortest one first: "b9 7 8", which
 * is another body for it, and its changes; behind "-" all of them.  (A long
 * statement more may only do what another function is to do.) */
static int lines_of(const struct item *item)
{
    return (item->end - 1)->line - item->first->line;
}

static bool is_suspect(const struct item *item)
{
    return item->first->line <= suspect && suspect <= (item->end - 1)->line;
}

static int by_length(const void *one, const void *other)
{
    const struct item *const *a = one, *const *b = other;
    if (is_suspect(*a) != is_suspect(*b))
        return is_suspect(*a) ? -1 : 1;
    int longer = lines_of(*a) - lines_of(*b);
    return longer ? longer : (*a)->first->line - (*b)->first->line;
}

static const char *numbers_in(const struct item *item, const int *numbers,
                              size_t count)
{
    const char *bodies = "", *others = "";
    for (size_t i = 0; i < count; i++) {
        const struct change *change = &changes[numbers[i] - 1];
        if (change->is_impossible || change->line < item->first->line ||
            change->line >= item->end->line ||
            (change->rank >= MORE && change->rank != BODY && is_long(change)))
            continue;
        if (change->rank == BODY)
            bodies = textf("%s b%d", bodies, numbers[i]);
        else
            others = textf("%s %d", others, numbers[i]);
    }
    return *bodies ? textf("%s%s", bodies, others) : "";
}

static const char *by_function(const int *numbers, size_t count)
{
    static const struct item *items[MOST_ITEMS];
    const struct source *answer = &sources()->answer;
    const char *text = "";
    size_t functions = 0;
    for (size_t i = 0; i < answer->count; i++)
        if (answer->items[i].body && !answer->items[i].is_struct)
            items[functions++] = &answer->items[i];
    qsort(items, functions, sizeof *items, by_length);
    for (size_t i = 0; i < functions; i++)
        text = textf("%s%s", text, numbers_in(items[i], numbers, count));
    return textf("%s -", text);
}

/* Write them to the file, as many as can be tried in time; and their numbers,
 * from 1, in the order in which they are tried.  "" if there are none. */
static const char *write_those_to_try(const char *file)
{
    static int numbers[MOST_CHANGES];
    size_t count = write_changes(file, changes), tried = 0;
    size_t most = is_free_answer() ? MOST_OF_MACHINE : MOST_TRIED;
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        numbers[i] = (int)i + 1;
    qsort(numbers, count, sizeof *numbers, by_rank);
    for (size_t i = 0; i < count; i++) {
        struct change *change = &changes[numbers[i] - 1];
        if (tried == most)
            change->is_impossible = true;
        if (change->is_impossible)
            continue;
        tried++;
        if (change->rank != BODY)
            text = textf("%s %d", text, numbers[i]);
    }
    if (tried == most)
        write_changes(file, changes);
    return is_free_answer() && tried
               ? textf("%s%s", by_function(numbers, count), text) : text;
}

/* What the program says: numbers, each with how many scenes are right then. */
enum { MOST_TOLD = 40 };

struct told {
    bool was_compiled;
    int number[MOST_TOLD], right, count;
    const char *seen;
};

static struct told run_trials(const char *command)
{
    char line[1000], behind;
    static const char seen[] = "seen: ";
    struct told told = {.count = 0, .seen = ""};
    bool begins = true;         /* a line of the compiler's may be long */
    FILE *said = popen(command, "r");
    while (said && fgets(line, sizeof line, said)) {
        int number = 0, right = 0;
        bool is_result = begins && *line != ' ' &&
            sscanf(line, "%d %d%c", &number, &right, &behind) == 3 &&
            behind == '\n';
        if (is_result && number == 0) {
            told.was_compiled = true;
        } else if (is_result && told.count < MOST_TOLD) {
            told.number[told.count++] = number;
            told.right = right;
        } else if (strncmp(line, seen, strlen(seen)) == 0) {
            told.seen = textf("%.*s", (int)strcspn(line, "\n") -
                                          (int)strlen(seen),
                              line + strlen(seen));
        } else if (begins) {
            was_ruled_out = rule_out(line, changes) || was_ruled_out;
        }
        begins = strchr(line, '\n') != NULL;
    }
    if (said)
        pclose(said);
    return told;
}

/* A file's name without its end, in a folder of its own; NULL: there is
 * none. */
static const char *place_for_trials(void)
{
    static char folder[200];
    const char *top = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/handloop.XXXXXX",
             top && *top ? top : "/tmp");
    return mkdtemp(folder) ? textf("%s/tried", folder) : NULL;
}

static void clean_up(const char *name)
{
    static const char *const left[] = {"", ".c", ".so", ".d"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        remove(textf("%s%s", name, left[i]));
    rmdir(textf("%.*s", (int)(strlen(name) - strlen("/tried")), name));
}

/* What makes more scenes right, but not all, may be luck: of what was added or
 * left out nothing is said then, unless a whole body does as much. */
static bool is_worth_telling(const struct change *change,
                             const struct told *told)
{
    return told->right == count_scenes() || change->rank < MORE ||
           changes[told->number[0] - 1].rank == BODY;
}

static struct told compile_and_run(int scene, int right, const char *numbers)
{
    return run_trials(textf("{ %s %d %d%s; } 2>&1", getenv("TRIAL"), scene,
                            right, numbers));
}

/* There has to be room for it, and for the words in front of it. */
static bool is_too_long(const char *patch)
{
    enum { LONGEST_PATCH = 12, WORDS = 2 };
    int lines = count_lines(patch);
    return lines > LONGEST_PATCH || lines + WORDS > room;
}

/* All of a statement that has several lines? */
static bool is_of_lines(const struct change *change)
{
    return change->first && change->first->line < change->last->line &&
           (strstr(change->words, "instead of it") ||
            strcmp(change->words, "this statement left out") == 0);
}

static const char *statement_as_patch(const struct change *change)
{
    struct tokens new = tokens_of(change->text);
    patch_begin();
    patch_instead(change->first, change->last,
                  strcmp(change->text, ";") == 0 || new.count == 0
                      ? "" : code_of(new.first, new.first + new.count - 1));
    const char *patch = patch_text(LINE_COLUMNS);
    tokens_free(&new);
    return patch;
}

/* Where words would not be plain enough: as a patch; NULL: they are, or it is
 * too long. */
static const char *patch_of(const struct change *change)
{
    size_t number = (size_t)(change - changes) + 1;
    const char *patch =
        change->rank == BODY  ? body_as_patch(change, LINE_COLUMNS)
        : is_of_lines(change) ? statement_as_patch(change)
                              : rows_as_patch(number, LINE_COLUMNS);
    return patch && !is_too_long(patch) ? patch : NULL;
}

static struct trial one_change(const char *name, int scene, int right)
{
    struct trial found = {.line = 0};
    struct told told = {.count = 0};
    was_ruled_out = true;
    memset(changes, 0, sizeof changes);
    for (int i = 0; !told.was_compiled && was_ruled_out && i < ROUNDS; i++) {
        was_ruled_out = false;
        const char *numbers = write_those_to_try(textf("%s.c", name));
        if (!*numbers)
            break;
        told = compile_and_run(scene, right, numbers);
    }
    if (told.count == 0)
        return found;
    const struct change *change = &changes[told.number[told.count - 1] - 1];
    if (is_worth_telling(change, &told) && !change->is_impossible)
        found = (struct trial){change->line, change->words,
                               patch_of(change), told.right, told.seen,
                               change->rank >= MORE, change->rank == BODY, 1,
                               {*change}};
    return found;
}

/* --- several changes ----------------------------------------------------- */

/* So many tokens may be otherwise: few are as good as one change, and more than
 * MOST are another answer. */
enum { FEW = 4, NOT_MUCH = 30, MOST = 100, LONGEST_WORDS = 420 };

struct few {
    struct trial trial;
    int size;               /* MOST + 1: too many, or none were found */
};

static const char *numbers_of_graft(size_t count)
{
    const char *text = " +";
    for (size_t i = 0; i < count; i++)
        if (is_graft(&changes[i]))
            text = textf("%s %zu", text, i + 1);
    return text;
}

/* One in words; what has several places, or needs another one, as a patch. */
static struct few told_as_few(const struct told *told)
{
    struct few few = {.size = MOST + 1};
    if (told->count == 0 || told->count > MOST_AT_ONCE)
        return few;
    const struct change *first = &changes[told->number[0] - 1];
    bool is_one = told->count == 1 && !is_of_lines(first) &&
                  !graft_needs_more(told->number[0]);
    struct trial trial = {
        first->line, is_one ? first->words : "",
        is_one ? NULL
               : grafts_as_patch(told->number, told->count, LINE_COLUMNS),
        told->right, told->seen, first->rank >= MORE, false, told->count, {{.line = 0}}};
    if (is_one ? strlen(trial.words) > LONGEST_WORDS
               : is_too_long(trial.patch))
        return few;
    few = (struct few){trial, 0};
    for (int i = 0; i < told->count; i++) {
        few.trial.change[i] = changes[told->number[i] - 1];
        few.size += few.trial.change[i].size;
        if (!is_one && graft_needs_more(told->number[i]))
            few.trial.change[i].first = NULL;
    }
    return few;
}

static bool is_whole(const struct trial *trial)
{
    return trial->right == count_scenes();
}

/* With more scenes right; or as many, and less of it. */
static bool is_better_one(const struct few *few, const struct few *other)
{
    if (few->size > MOST || few->trial.right != other->trial.right)
        return few->size <= MOST && few->trial.right > other->trial.right;
    return few->size < other->size;
}

/* What the nearest right answers have otherwise, in all functions or in one, as
 * little of it as is enough. */
static struct few few_changes(const char *name, const char *only, int scene,
                              int right)
{
    enum { NEAREST = 3, GRAFT_ROUNDS = 2 };
    struct few fewest = {.size = MOST + 1};
    for (size_t i = 0; i < NEAREST &&
                       (fewest.size > FEW || !is_whole(&fewest.trial)); i++) {
        struct told told = {.count = 0};
        size_t count;
        was_ruled_out = true;
        memset(changes, 0, sizeof changes);
        for (int n = 0;
             !told.was_compiled && was_ruled_out && n < GRAFT_ROUNDS; n++) {
            was_ruled_out = false;
            if (!write_graft(textf("%s.c", name), only, i, changes, &count))
                return fewest;
            told = compile_and_run(scene, right, numbers_of_graft(count));
        }
        struct few few = told_as_few(&told);
        if (is_better_one(&few, &fewest))
            fewest = few;
    }
    return fewest;
}

/* `!=` for `==`, which no right answer speaks for: it may be right where nothing
 * looks closely. */
static bool is_by_chance(const struct trial *one)
{
    return one->change[0].rank == CONDITION && !one->change[0].is_likely;
}

/* What a statement is in right answers tells more than what makes up for it
 * elsewhere. */
static bool is_better(const struct few *few, const struct trial *one)
{
    bool is_instead = few->trial.places == 1 && !few->trial.adds;
    if (few->size > MOST || few->trial.right < one->right)
        return false;
    if (few->size <= NOT_MUCH && is_by_chance(one))
        return true;
    return !is_whole(one) ||
           (is_instead && !one->patch && one->change[0].rank == MORE);
}

/* Braces where they seem to be; or little that the nearest right answers speak
 * for; or one change that can be thought of; or more of theirs. */
static struct trial try_answer(const char *name, int scene, int right)
{
    struct trial slip = {.line = 0};
    if (lacks_braces())
        slip = one_change(name, scene, right);
    if (slip.change[0].rank == SLIP && slip.right == count_scenes())
        return slip;
    struct few few = few_changes(name, NULL, scene, right);
    if (few.size <= FEW && is_whole(&few.trial))
        return few.trial;
    struct trial one = one_change(name, scene, right);
    return is_better(&few, &one) ? few.trial : one;
}

/* Of a machine there is much: only of that function which is right with another
 * body, if there is one.  (A long statement may be right in front of what it
 * is to replace.) */
static struct trial try_machine(const char *name, int scene, int right)
{
    enum { LONG = 100 };
    struct trial one = one_change(name, scene, right);
    bool is_short = one.line && one.change[0].rank != BODY &&
                    one.change[0].rank != MORE && strlen(one.words) < LONG;
    if (is_short)
        return one;
    const struct item *function = item_at(&sources()->answer, one.line);
    struct few few =
        few_changes(name, one.line ? token_text(function->name) : NULL, scene,
                    right);
    if (one.patch && few.trial.patch &&
        count_lines(one.patch) < count_lines(few.trial.patch))
        return one;
    bool is_instead = few.trial.places == 1 && !few.trial.adds;
    bool tells_more = one.is_body || !one.line || is_instead ||
                      (few.trial.places == 1 &&
                       strlen(few.trial.words) < strlen(one.words));
    return few.size <= MOST && few.trial.right >= one.right && tells_more
               ? few.trial : one;
}

struct trial try_changes_of(int scene, int right, int line, int lines)
{
    const char *trial = getenv("TRIAL");
    const char *name = trial && *trial ? place_for_trials() : NULL;
    if (!name)
        return (struct trial){.line = 0};
    suspect = line;
    room = lines;
    setenv("TRIED", name, 1);
    setenv("ANSWER", answer_file(), 1);
    fflush(NULL);
    struct trial found = is_free_answer() ? try_machine(name, scene, right)
                                          : try_answer(name, scene, right);
    clean_up(name);
    return found;
}
