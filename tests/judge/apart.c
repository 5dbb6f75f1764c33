/* apart.c - run a function in a process of its own, and wait for it. */
#include "apart.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t late;

static void on_alarm(int number)
{
    (void)number;
    late = 1;
}

/* An alarm interrupts the waiting (there is no SA_RESTART). */
static int wait_for(pid_t child, unsigned seconds)
{
    struct sigaction action = {.sa_handler = on_alarm}, before;
    int status;
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, &before);
    late = 0;
    alarm(seconds);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        if (late)
            kill(-child, SIGKILL);
    alarm(0);
    sigaction(SIGALRM, &before, NULL);
    return status;
}

int run_apart(void (*function)(int arg), int arg, unsigned seconds)
{
    fflush(NULL);               /* or the child has the same text to write */
    pid_t child = fork();
    if (child < 0)
        return NOT_BEGUN;
    if (child == 0) {
        setpgid(0, 0);
        function(arg);
        exit(EXIT_SUCCESS);
    }
    setpgid(child, child);      /* whoever of us comes first */
    int status = wait_for(child, seconds);
    kill(-child, SIGKILL);      /* whom it left behind */
    return late                  ? TOO_LATE
           : WIFSIGNALED(status) ? WTERMSIG(status)
                                 : CAME_BACK;
}
