/* capture.c - run a function in a child process and keep what it prints. */
#include "capture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void read_back(FILE *file, char *text, size_t size)
{
    rewind(file);
    size_t length = fread(text, 1, size - 1, file);
    text[length] = '\0';
    fclose(file);
}

struct captured capture_run(int (*function)(void *), void *arg)
{
    struct captured captured = {.aborted = false};
    FILE *out = tmpfile(), *err = tmpfile();
    if (!out || !err)
        abort();
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        int status = function(arg);
        fflush(NULL);
        _exit(status);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0)
        abort();
    captured.aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    captured.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    read_back(out, captured.out, sizeof captured.out);
    read_back(err, captured.err, sizeof captured.err);
    return captured;
}
