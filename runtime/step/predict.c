/* predict.c - predicting who runs next. */
#include "step/predict.h"

#include <string.h>

#include "watch/trace.h"
#include "watch/words.h"

static struct {
    int right, asked;
} answers;

static const struct record *next_run(const struct view *view,
                                     const struct question *question)
{
    const struct recording *recording = view->recording;
    return trace_record(recording->trace,
                        recording->moments[question->next].record);
}

/* --- the question -------------------------------------------------------- */

/* In the order of the tasks' numbers, which gives nothing away. */
static void add_choice(struct question *question, const struct standing *one)
{
    size_t at = question->count++;
    for (; at > 0 && question->choices[at - 1].task > one->task; at--)
        question->choices[at] = question->choices[at - 1];
    question->choices[at] = *one;
}

/* The right one, and as many others as there are digits. */
static void choose(struct question *question, const struct snapshot *then,
                   uintptr_t right)
{
    const struct standings *lists[] = {&then->ready, &then->waiting};
    size_t room = GUESSES - 1;
    for (int l = 0; l < 2; l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            const struct standing *one = &lists[l]->list[i];
            if (one->job != right && room == 0)
                continue;
            room -= one->job != right;
            add_choice(question, one);
        }
}

static void explain(const struct view *view, struct question *question,
                    const struct snapshot *then, uintptr_t right)
{
    char cause[WORDS];
    if (then->ready.count > 0 && then->ready.list[0].job == right) {
        words_cause(view->recording, then->ready.list[0].record, cause);
        snprintf(question->why, sizeof question->why,
                 "it is first in line; %.120s", cause);
    } else {
        snprintf(question->why, sizeof question->why,
                 "nobody is ready, and what it waits for comes first");
    }
}

void view_question(struct view *view, const struct question *question)
{
    view_line(view, BOLD " Who runs next?" PLAIN "  (a digit)");
    for (size_t i = 0; i < question->count; i++) {
        const struct standing *one = &question->choices[i];
        char who[WORDS];
        words_who(view->recording, one, who);
        view_line(view, "   %zu  %s%s", i + 1, view_tint(one->task), who);
    }
}

bool predict_ask(const struct view *view, struct question *question)
{
    struct snapshot then = {0};
    *question = (struct question){.next = view->moment + 1};
    if (question->next >= view->recording->moment_count ||
        snapshot_move(&then, view->recording->trace,
                      view->recording->moments[view->moment].end) != 0) {
        snapshot_close(&then);
        return false;
    }
    uintptr_t right = next_run(view, question)->job;
    choose(question, &then, right);
    explain(view, question, &then, right);
    snapshot_close(&then);
    return true;
}

/* --- the answer ---------------------------------------------------------- */

void predict_judge(struct view *view, const struct question *question,
                   int choice)
{
    char who[WORDS];
    const struct record *next = next_run(view, question);
    struct standing really = {
        .task = next->task,
        .record = view->recording->moments[question->next].record};
    bool right = choice >= 0 && (size_t)choice < question->count &&
                 question->choices[choice].job == next->job;
    answers.asked++;
    answers.right += right;
    words_who(view->recording, &really, who);
    if (next->task)
        who[strcspn(who, " ")] = '\0';     /* its name will do */
    snprintf(view->message, sizeof view->message,
             "%s (%d of %d right) %.60s: %.160s.", right ? "Yes." : "No.",
             answers.right, answers.asked, who, question->why);
}
