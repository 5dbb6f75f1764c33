/* by_hand.h - a loop that you have made yourself, seen in the stepper.
 *
 * A loop made by hand tells what it does, where it does it:
 *
 *      show_made(&greeter, greet);     a coroutine: it is ready from now on
 *      show_turn();                    what is ready now runs in this turn
 *      show_runs(&greeter);            it is resumed,
 *      show_stops(&greeter, line, "a timer");  and stops at this line, to wait
 *                                      for that; NULL: it has ended
 *      show_calls(wake_up);            a function of the loop's own runs
 *      show_ready(&greeter);           what it waited for has come
 *      show_time(1.5);                 the loop's clock, in seconds
 *
 * A coroutine is known by any address that is its own while it lives.  The
 * calls do nothing but under show_by_hand() with SHOW=steps, turns or timeline.
 */
#ifndef HANDLOOP_STEP_BY_HAND_H
#define HANDLOOP_STEP_BY_HAND_H

/* Run a program with such a loop; with SHOW=steps look at it afterwards, by
 * keys, as run() does for a program of tasks.  What the program returned, or 1
 * if it had to be left. */
int show_by_hand(int (*program)(void));

#define show_made(who, function) by_hand_made((who), #function, __FILE__)
#define show_calls(function) by_hand_calls(#function)

void by_hand_made(const void *who, const char *name, const char *file);
void by_hand_calls(const char *name);
void show_turn(void);
void show_time(double seconds);
void show_runs(const void *who);
void show_stops(const void *who, int line, const char *for_what);
void show_ready(const void *who);

#endif
