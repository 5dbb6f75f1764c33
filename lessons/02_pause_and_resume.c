/* Lesson 02: pause and resume.
 *
 * The question: how can a function stop in the middle and go on later?
 *
 * In Python, a generator does; async functions are built on the same thing:
 *
 *      def generator():
 *          print("Start")
 *          for pause in range(PAUSES):
 *              yield "WAIT_IO"             # leave here ...
 *              print("Resume after I/O")   # ... and come back here
 *
 * C forgets where a function was when it returns.  So we write it down: a
 * struct remembers the place (and the loop's counter), and a switch jumps
 * back to it.  A case label may stand anywhere in the switch, even inside a
 * loop: Duff's device.  First by hand, then with the two macros of resume.h.
 *
 * Watch: both print the same.  Nothing of the function is left on the C stack
 * while it pauses: drive() is running then.  make step-02 shows the second run.
 *
 * Try: PAUSES = 3.  Then make pause a local variable of by_hand(): what does
 * the compiler say?  (The program may still seem to work, by luck.)
 */
#include <stdio.h>

#include "core/resume.h"
#include "step/by_hand.h"

enum { PAUSES = 1 };

/* All that must survive a pause. */
struct generator {
    int place;          /* 0: the beginning */
    int pause;          /* how often it has paused */
};

enum { FINISHED = -1 };

/* --- by hand: plain C ---------------------------------------------------- */

static const char *by_hand(struct generator *self)
{
    switch (self->place) {
    default:
        return NULL;                        /* it has finished */
    case 0:
        puts("Start");
        for (self->pause = 1; self->pause <= PAUSES; self->pause++) {
            self->place = 1;                /* note the place, */
            return "WAIT_IO";               /* leave, */
    case 1:                                 /* and come back here */
            puts("Resume after I/O");
        }
    }
    self->place = FINISHED;
    return NULL;
}

/* --- the same with the macros -------------------------------------------- */

static const char *with_macros(struct generator *self)
{
    RESUME(self->place, NULL);
    puts("Start");
    for (self->pause = 1; self->pause <= PAUSES; self->pause++) {
        LEAVE(self->place, "WAIT_IO");
        puts("Resume after I/O");
    }
    END_RESUME;
    self->place = FINISHED;
    return NULL;
}

/* --- whoever calls next() ------------------------------------------------ */

static void drive(const char *(*next)(struct generator *self))
{
    struct generator generator = {.place = 0};
    printf("Type: struct generator, at place %d\n", generator.place);

    const char *yielded;
    show_made(&generator, with_macros);
    do {
        show_turn();
        show_runs(&generator);
        yielded = next(&generator);
        show_stops(&generator, generator.place, yielded);
        if (yielded) {
            printf("Yielded: %s\n", yielded);
            show_ready(&generator);
        }
    } while (yielded);
    puts("Coroutine finished");
}

static int the_same_again(void)
{
    puts("\nWith RESUME and LEAVE:");
    drive(with_macros);
    return 0;
}

int main(void)
{
    puts("By hand:");
    drive(by_hand);
    return show_by_hand(the_same_again);
}
