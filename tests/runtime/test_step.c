/* The stepper: what a recording tells, of programs that end and of others. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture.h"
#include "suites.h"
#include "watch/recording.h"
#include "step/step.h"
#include "watch/unfold.h"
#include "step/predict.h"
#include "watch/python.h"
#include "watch/source.h"
#include "step/view.h"
#include "../inside.h"
#include "watch/words.h"

/* A loop that was left in the middle gives nothing back: its program is about to
 * end.  AddressSanitizer and valgrind call that a leak, and a crash a crash. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define LEFT_LOOPS_ARE_NO_LEAK false
#else
#define LEFT_LOOPS_ARE_NO_LEAK true
#endif

struct stepped_child {
    CORO;
    int number;
};

ASYNC(stepped_child)
{
    BEGIN;
    printf("child %d\n", self->number);
    AWAIT(async_sleep(self->number));
    RETURN(self->number);
    END;
}

struct stepped_main {
    CORO;
    struct task *child;
};

ASYNC(stepped_main)
{
    BEGIN;
    self->child = create_task_named(coro(stepped_child, .number = 2), "two");
    puts("before");
    AWAIT(coro(stepped_child, .number = 1));
    AWAIT(self->child);
    puts("after");
    END;
}

/* Run it in a child process with SHOW=turns, as make trace-NN does. */
static int show_turns(void *type)
{
    setenv("CLOCK", "virtual", 1);
    setenv("SHOW", "turns", 1);
    const struct coro_type *coro_type = type;
    struct coro_frame *empty = calloc(1, coro_type->size);
    struct coro object =
        coro_new(coro_type, empty, coro_type->size, __FILE__, __LINE__);
    free(empty);
    return run(object);
}

#define turns_of(name) capture_run(show_turns, (void *)(uintptr_t)&name)

START_TEST(every_turn_is_told)
{
    struct captured said = turns_of(stepped_main);
    ck_assert_int_eq(said.status, 0);
    ck_assert_str_eq(said.out,
        "turn 1, 0.0 s\n"
        "  ready    Task-1 stepped_main\n"
        "  runs     Task-1 stepped_main, from its beginning: waits at "
        "test_step.c:37 for sleep(1), until 1.0 s\n"
        "      | before\n"
        "      | child 1\n"
        "turn 2, 0.0 s\n"
        "  ready    two stepped_child\n"
        "  waiting  Task-1 stepped_main    test_step.c:37    "
        "sleep(1); woken by the clock at 1.0 s\n"
        "  runs     two stepped_child, from its beginning: waits at "
        "test_step.c:37 for sleep(2), until 2.0 s\n"
        "      | child 2\n"
        "turn 3, 1.0 s\n"
        "  ready    Task-1 stepped_main\n"
        "  waiting  two stepped_child      test_step.c:37    "
        "sleep(2); woken by the clock at 2.0 s\n"
        "  runs     Task-1 stepped_main, from test_step.c:37: waits at "
        "test_step.c:53 for task two\n"
        "turn 4, 2.0 s\n"
        "  ready    two stepped_child\n"
        "  waiting  Task-1 stepped_main    test_step.c:53    "
        "task two; woken by two at 2.0 s\n"
        "  runs     two stepped_child, from test_step.c:37: returned 2\n"
        "turn 5, 2.0 s\n"
        "  ready    Task-1 stepped_main\n"
        "  runs     Task-1 stepped_main, from test_step.c:53: returned None\n"
        "      | after\n");
}
END_TEST

static int run_main(struct observer observer, void *main)
{
    struct loop_options options = {.virtual_clock = true, .observer = observer};
    return loop_run(&options, *(struct coro *)main, NULL);
}

static struct recording *recording_of_main(struct coro main)
{
    struct recording *recording = recording_of(run_main, &main);
    ck_assert_ptr_nonnull(recording);
    return recording;
}

/* --- programs that do not end well --------------------------------------- */

struct turns_for_ever {
    CORO;
};

ASYNC(turns_for_ever)
{
    BEGIN;
    while (true)
        AWAIT(async_sleep(0));
    END;
}

START_TEST(turning_for_ever_is_stopped)
{
    struct recording *recording = recording_of_main(coro(turns_for_ever));
    ck_assert_ptr_nonnull(strstr(recording->ending, "10,000 turns"));
    ck_assert_uint_ge(recording->moment_count, 9999);
    recording_free(recording);
}
END_TEST

struct crashes_later {
    CORO;
    int *nowhere;
};

ASYNC(crashes_later)
{
    BEGIN;
    puts("alive");
    AWAIT(async_sleep(1));
    *self->nowhere = 1;
    END;
}

START_TEST(a_crash_can_be_looked_at)
{
    struct captured said = turns_of(crashes_later);
    ck_assert_int_eq(said.status, 1);
    ck_assert_ptr_nonnull(strstr(said.out, "| alive\nturn 2, 1.0 s\n"));
    ck_assert_ptr_nonnull(strstr(said.out, "did not end: it crashed"));
}
END_TEST

/* However it ends: what it printed is there, and how it ended is said. */
static void leaves_by_exit(void) { exit(3); }
static void leaves_at_once(void) { _exit(0); }
static void leaves_by_abort(void) { abort(); }
static void is_killed(void) { raise(SIGKILL); }

static void makes_texts_for_ever(void)
{
    for (unsigned i = 0;; i++)
        textf("%u", i);
}

static void closes_all_it_finds(void)
{
    for (int fd = 3; fd < 20; fd++)
        close(fd);
    puts("closed");
}

static void closes_even_stdout(void)
{
    fflush(stdout);
    close(STDOUT_FILENO);
}

static void (*what_it_does)(void);

struct ends_in_its_way {
    CORO;
};

ASYNC(ends_in_its_way)
{
    BEGIN;
    puts("alive");
    AWAIT(async_sleep(1));
    puts("still");
    what_it_does();
    AWAIT(async_sleep(1));
    RAISE(EIO, "the end");
    END;
}

static struct captured told_when(void (*it_does)(void))
{
    what_it_does = it_does;
    struct captured said = turns_of(ends_in_its_way);
    ck_assert_msg(strstr(said.out, "| alive\nturn 2, 1.0 s\n") != NULL, "%s",
                  said.out);
    return said;
}

static void ends_in_words(void (*it_does)(void), int status, const char *words)
{
    struct captured said = told_when(it_does);
    ck_assert_msg(strstr(said.out, words) != NULL, "%s", said.out);
    ck_assert_ptr_nonnull(strstr(said.out, "| still\n"));
    ck_assert_int_eq(said.status, status);
}

START_TEST(every_end_is_told)
{
    ends_in_words(leaves_by_exit, 3, "did not end: it called exit(3) in "
                  "ends_in_its_way, behind tests/runtime/test_step.c:");
    ends_in_words(leaves_at_once, 0, "did not end: it called exit(0) in ");
    ends_in_words(leaves_by_abort, 1, "did not end: it called abort()");
    ends_in_words(is_killed, 1, "did not end: signal 9 ended it");
    ends_in_words(makes_texts_for_ever, 1, "two seconds of computing");
}
END_TEST

START_TEST(descriptors_are_the_programs)
{
    struct captured said = told_when(closes_all_it_finds);
    ck_assert_ptr_nonnull(strstr(said.out, "| closed\nturn 3, 2.0 s\n"));
    ck_assert_ptr_nonnull(strstr(said.err, "main failed\n"));
    ck_assert_ptr_nonnull(strstr(said.err, ": the end\n  in ends_in_its_way, "));
    said = told_when(closes_even_stdout);
    ck_assert_ptr_nonnull(strstr(said.out, "turn 3, 2.0 s\n"));
}
END_TEST

struct deadlocks {
    CORO;
};

ASYNC(deadlocks)
{
    BEGIN;
    AWAIT(create_future());
    END;
}

START_TEST(a_deadlock_is_part_of_the_story)
{
    struct captured said = turns_of(deadlocks);
    ck_assert_int_eq(said.status, EDEADLK);
    ck_assert_ptr_nonnull(strstr(said.out, "| handloop: deadlock:"));
}
END_TEST

/* --- many ---------------------------------------------------------------- */

enum { CROWD = 10000 };

struct sleepers_10000 {
    CORO;
};

ASYNC(sleepers_10000)
{
    BEGIN;
    for (int i = 0; i < CROWD; i++)
        spawn(async_sleep(1));
    AWAIT(async_sleep(2));
    END;
}

START_TEST(ten_thousand_are_counted_not_listed)
{
    char *text = NULL;
    size_t size = 0;
    struct recording *recording = recording_of_main(coro(sleepers_10000));
    FILE *memory = open_memstream(&text, &size);
    step_text(recording, memory);
    fclose(memory);
    ck_assert_ptr_null(recording->ending);
    ck_assert_ptr_nonnull(strstr(text, ", and 9992 more\n"));
    ck_assert_ptr_nonnull(strstr(text, "  ...      9996 more steps like it\n"));
    ck_assert_uint_lt(size, 10000);
    free(text);
    recording_free(recording);
}
END_TEST

START_TEST(without_a_terminal_it_is_text)
{
    struct recording *recording = recording_of_main(coro(stepped_main));
    size_t length;
    ck_assert_uint_eq(recording->moment_count, 5);
    ck_assert(memcmp(recording_printed(recording, 1, &length), "child 2\n", 8)
              == 0);
    ck_assert_uint_eq(length, 8);
    size_t depth;
    const struct place *stack = recording_stack(
        recording, recording->moments[2].record, &depth);
    ck_assert_uint_eq(depth, 2);
    ck_assert_str_eq(stack[0].coro, "stepped_main");
    ck_assert_str_eq(stack[1].coro, "stepped_child");
    ck_assert_int_eq(stack[1].line, 37);
    recording_free(recording);
}
END_TEST

/* --- who waits for whom, and who wakes it -------------------------------- */

struct three_children {
    CORO;
    struct value results[3];
};

ASYNC(three_children)
{
    BEGIN;
    AWAIT(gather(self->results, coro(stepped_child, .number = 3),
                 coro(stepped_child, .number = 1),
                 coro(stepped_child, .number = 2)));
    END;
}

/* Where a task waits for the first time. */
static size_t wait_of(const struct recording *recording, uint32_t task)
{
    size_t count;
    const struct record *records = trace_records(recording->trace, &count);
    for (size_t i = 0; i < count; i++)
        if (records[i].kind == EVENT_SUSPENDED && records[i].task == task)
            return i;
    ck_abort_msg("task %u never waits", (unsigned)task);
    return 0;
}

static size_t end_of(const struct recording *recording, uint32_t task)
{
    return trace_task(recording->trace, task)->end;
}

START_TEST(a_gather_counts_those_that_are_done)
{
    struct recording *recording = recording_of_main(coro(three_children));
    size_t wait = wait_of(recording, 1);
    char words[WORDS];
    words_wait(recording, wait, wait + 1, words);
    ck_assert_str_eq(words, "gather (0 of 3 done)");
    words_wait(recording, wait, end_of(recording, 3), words);
    ck_assert_str_eq(words, "gather (0 of 3 done)");
    words_wait(recording, wait, end_of(recording, 3) + 1, words);
    ck_assert_str_eq(words, "gather (1 of 3 done)");
    words_wait(recording, wait, end_of(recording, 2) + 1, words);
    ck_assert_str_eq(words, "gather (3 of 3 done)");
    words_waker(recording, wait, words);
    ck_assert_str_eq(words, "Task-2 at 3.0 s");
    words_waker(recording, wait_of(recording, 4), words);
    ck_assert_str_eq(words, "the clock at 2.0 s");
    recording_free(recording);
}
END_TEST

struct rings {
    CORO;
    struct event bell;
    struct task *sleeper;
};

static void ring(void *bell)
{
    event_set(bell);
}

ASYNC(rings)
{
    BEGIN;
    self->sleeper = create_task(async_sleep(9));
    call_later(1.5, ring, &self->bell);
    AWAIT(event_wait(&self->bell));
    task_cancel(self->sleeper);
    END;
}

START_TEST(the_one_who_wakes_is_named)
{
    struct recording *recording = recording_of_main(coro(rings));
    char words[WORDS];
    words_waker(recording, wait_of(recording, 1), words);
    ck_assert_str_eq(words, "ring at 1.5 s");
    words_waker(recording, wait_of(recording, 2), words);
    ck_assert_str_eq(words, "Task-1 at 1.5 s");
    ck_assert(!words_will_be_cancelled(recording, wait_of(recording, 1)));
    ck_assert(words_will_be_cancelled(recording, wait_of(recording, 2)));
    words_stack(recording, wait_of(recording, 1), words);
    ck_assert_str_eq(words, "rings > waiting_for_event");
    recording_free(recording);
}
END_TEST

/* --- a loop made by hand ------------------------------------------------- */

static int loop_by_hand(void)
{
    int ada = 0, eve = 0;
    show_made(&ada, greet);
    show_made(&eve, greet);
    show_turn();
    show_runs(&ada);
    puts("hello");
    show_stops(&ada, 7, "a timer");
    show_runs(&eve);
    show_stops(&eve, 0, NULL);
    show_time(2.5);
    show_calls(wake_up);
    show_ready(&ada);
    show_turn();
    show_runs(&ada);
    show_stops(&ada, 0, NULL);
    return 3;
}

static int show_loop_by_hand(void *how)
{
    setenv("SHOW", how, 1);
    return show_by_hand(loop_by_hand);
}

START_TEST(a_loop_made_by_hand_is_told_turn_by_turn)
{
    struct captured said = capture_run(show_loop_by_hand, "turns");
    ck_assert_int_eq(said.status, 3);
    ck_assert_str_eq(said.out,
        "turn 1, 0.0 s\n"
        "  ready    Task-1 greet, Task-2 greet\n"
        "  runs     Task-1 greet, from its beginning: waits at test_step.c:7 "
        "for a timer\n"
        "      | hello\n"
        "  runs     Task-2 greet, from its beginning: returned None\n"
        "  runs     callback wake_up\n"
        "turn 2, 2.5 s\n"
        "  ready    Task-1 greet\n"
        "  runs     Task-1 greet, from test_step.c:7: returned None\n");
}
END_TEST

START_TEST(a_loop_made_by_hand_runs_as_ever)
{
    struct captured said = capture_run(show_loop_by_hand, "");
    ck_assert_int_eq(said.status, 3);
    ck_assert_str_eq(said.out, "hello\n");
}
END_TEST

/* --- the source, and what it stands for ---------------------------------- */

/* The line of the n-th AWAIT in a file with these words in it. */
static int await_line(const char *file, const char *words, int n)
{
    for (int line = header_end(file); line <= source_length(file); line++)
        if (strstr(source_line(file, line), words) && n-- == 1)
            return line;
    ck_abort_msg("no AWAIT like that: %s", words);
    return 0;
}

static const char *python_beside(const char *file, const char *coro,
                                 const char *words, int n)
{
    int line = python_of(file, coro, await_line(file, words, n));
    return line < 0 ? "" : python_line(file, line);
}

START_TEST(the_python_of_an_await_is_found)
{
    const char *gather = "lessons/06_gather.c", *wait = "lessons/07_wait_for.c";
    ck_assert_str_eq(
        python_beside(gather, "three_users", "AWAIT(gather(", 1),
        "users = await asyncio.gather(fetch_user(1), fetch_user(2), ...)");
    ck_assert_str_eq(
        python_beside(gather, "first_failure", "AWAIT(gather(", 2),
        "    await asyncio.gather(fetch_user(4), fetch_user(-1))");
    ck_assert_str_eq(python_beside(gather, "fetch_user", "AWAIT(", 1), "");
    ck_assert_str_eq(python_beside(wait, "slow_operation", "AWAIT(", 1),
                     "        await asyncio.sleep(seconds)");
    ck_assert_str_eq(python_beside(wait, "slow_operation", "AWAIT(", 2), "");
    ck_assert_int_eq(python_of(gather, "fetch_user", 100000), -1);
    ck_assert_int_eq(python_of("no/such/file.c", "main", 1), -1);
}
END_TEST

/* --- predicting, and the picture ----------------------------------------- */

struct many_children {
    CORO;
};

ASYNC(many_children)
{
    BEGIN;
    for (int i = 0; i < 20; i++)
        spawn(coro(stepped_child, .number = 20 - i));
    AWAIT(async_sleep(30));
    END;
}

static void go(struct view *view, size_t moment)
{
    const struct recording *recording = view->recording;
    size_t count;
    trace_records(recording->trace, &count);
    view->moment = moment;
    ck_assert_int_eq(
        snapshot_move(&view->now, recording->trace,
                      moment < recording->moment_count
                          ? recording->moments[moment].record + 1
                          : count),
        0);
}

START_TEST(a_prediction_is_judged)
{
    struct recording *recording = recording_of_main(coro(many_children));
    struct view view = {.recording = recording};
    struct question question;
    int right = 0;
    for (size_t i = 0; i + 1 < recording->moment_count; i++) {
        go(&view, i);
        ck_assert(predict_ask(&view, &question));
        ck_assert_uint_le(question.count, GUESSES);
        size_t found = 0;
        for (size_t c = 0; c < question.count; c++) {
            go(&view, question.next);
            predict_judge(&view, &question, (int)c);
            found += strncmp(view.message, "Yes", 3) == 0;
        }
        ck_assert_uint_eq(found, 1);
        right++;
    }
    ck_assert_int_eq(right, (int)recording->moment_count - 1);
    go(&view, recording->moment_count - 1);
    ck_assert(!predict_ask(&view, &question));
    snapshot_close(&view.now);
    recording_free(recording);
}
END_TEST

/* No line is longer than the paper is wide: without colours, in ASCII. */
static void assert_fits(const struct view *view, const char *drawn)
{
    int rows = 0;
    for (const char *line = drawn; *line; rows++) {
        const char *end = strstr(line, "\r\n");
        int width = 0;
        for (const char *c = line; *c && c != end; c++) {
            if (*c == '\033')
                c += strcspn(c, "HKm");
            else
                width++;
        }
        ck_assert_int_le(width, view->columns);
        line = end ? end + 2 : "";
    }
    ck_assert_int_le(rows, view->rows);
}

START_TEST(the_picture_fits_any_paper)
{
    static const int sizes[][2] = {
        {24, 80}, {1, 1}, {3, 20}, {8, 40}, {24, 60}, {50, 110}, {60, 300}};
    struct recording *recording = recording_of_main(coro(many_children));
    struct view view = {.recording = recording};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int panel = SHOW_SOURCE; panel <= SHOW_HELP; panel++)
            for (size_t i = 0; i <= recording->moment_count; i++) {
                char *drawn = NULL;
                size_t size = 0;
                view.out = open_memstream(&drawn, &size);
                view.rows = sizes[s][0];
                view.columns = sizes[s][1];
                view.panel = (enum panel)panel;
                view.chosen = i;
                go(&view, i);
                view_draw(&view);
                fclose(view.out);
                assert_fits(&view, drawn);
                free(drawn);
            }
    snapshot_close(&view.now);
    recording_free(recording);
}
END_TEST

START_TEST(a_part_of_the_timeline_has_a_cursor)
{
    struct recording *recording = recording_of_main(coro(many_children));
    size_t count, size = 0;
    const struct record *records = trace_records(recording->trace, &count);
    char *text = NULL;
    FILE *memory = open_memstream(&text, &size);
    struct timeline part = {.first = 5, .rows = 3, .width = 80,
                            .now = &records[end_of(recording, 5)]};
    trace_timeline_part(recording->trace, &part, memory);
    fclose(memory);
    ck_assert_ptr_null(strstr(text, "Task-4 "));
    ck_assert_ptr_nonnull(strstr(text, "\nTask-5 stepped_child"));
    ck_assert_ptr_nonnull(strstr(text, "\nTask-7 stepped_child"));
    ck_assert_ptr_nonnull(strstr(text, "... and 14 tasks more\n"));
    const char *star = strchr(text, '*'), *cursor = strstr(text, "^ now");
    const char *row = star, *under = cursor;
    while (row[-1] != '\n')
        row--;
    while (under[-1] != '\n')
        under--;
    ck_assert_int_eq(star - row, cursor - under);
    free(text);
    recording_free(recording);
}
END_TEST

/* --- is what "u" shows true? --------------------------------------------- */

/* A text without blanks, comments, parentheses and what surrounds it. */
static const char *bare(const char *text)
{
    static char bare[2][2000];
    static int turn;
    char *out = bare[turn ^= 1], *end = out;
    for (; *text; text++) {
        if (strncmp(text, "/*", 2) == 0)
            text = strstr(text, "*/") + 1;
        else if (strncmp(text, "do {", 4) == 0)
            text += 3;
        else if (strncmp(text, "} while (0)", 11) == 0)
            text += 10;
        else if (!strchr(" \n()", *text) && !(*text == ';' && end > out &&
                                              end[-1] == ';'))
            *end++ = *text;
    }
    while (end > out && strchr(";:", end[-1]))
        end--;
    *end = '\0';
    return out;
}

#define QUOTED(...) #__VA_ARGS__
#define EXPANDED(...) QUOTED(__VA_ARGS__)

/* The macro's text with a number for the line, and X (or P, X). */
static const char *stands_for(const char *name, int line)
{
    static char text[2000];
    size_t used = 0;
    for (const char *c = macro_text(name); *c; c++)
        if (*c == '@')
            used += (size_t)sprintf(text + used, "%d", line);
        else
            text[used++] = *c == '$' || *c == '~' ? 'X' : *c == '#' ? 'P' : *c;
    text[used] = '\0';
    return bare(text);
}

#define assert_true_of(name, ...)                                            \
    ck_assert_str_eq(stands_for(name, __LINE__), bare(EXPANDED(__VA_ARGS__)))

#undef awaitable        /* stays as it is: the text names it, too */
#undef value_of
START_TEST(what_macros_stand_for_is_true)
{
    assert_true_of("AWAIT", AWAIT(X));
    assert_true_of("TRY_AWAIT", TRY_AWAIT(X));
    assert_true_of("RETURN", RETURN(X));
    assert_true_of("RAISE", RAISE(X));
    assert_true_of("RERAISE", RERAISE);
    assert_true_of("LEAVE", LEAVE(P, X));
    assert_true_of("BEGIN", BEGIN);
    assert_true_of("END", END);
}
END_TEST
Suite *step_suite(void)
{
    Suite *suite = suite_create("step");
    TCase *tcase = tcase_create("step");
    tcase_add_test(tcase, every_end_is_told);
    tcase_add_test(tcase, descriptors_are_the_programs);
    tcase_set_timeout(tcase, 60);       /* two seconds of computing can be many */
    tcase_add_test(tcase, every_turn_is_told);
    if (LEFT_LOOPS_ARE_NO_LEAK && (!getenv("UNDER") || !getenv("UNDER")[0])) {
        tcase_add_test(tcase, turning_for_ever_is_stopped);
        tcase_add_test(tcase, a_crash_can_be_looked_at);
    }
    tcase_add_test(tcase, a_deadlock_is_part_of_the_story);
    tcase_add_test(tcase, ten_thousand_are_counted_not_listed);
    tcase_add_test(tcase, without_a_terminal_it_is_text);
    tcase_add_test(tcase, a_gather_counts_those_that_are_done);
    tcase_add_test(tcase, the_one_who_wakes_is_named);
    tcase_add_test(tcase, a_loop_made_by_hand_is_told_turn_by_turn);
    tcase_add_test(tcase, a_loop_made_by_hand_runs_as_ever);
    tcase_add_test(tcase, the_python_of_an_await_is_found);
    tcase_add_test(tcase, what_macros_stand_for_is_true);
    tcase_add_test(tcase, a_prediction_is_judged);
    tcase_add_test(tcase, the_picture_fits_any_paper);
    tcase_add_test(tcase, a_part_of_the_timeline_has_a_cursor);
    suite_add_tcase(suite, tcase);
    return suite;
}
