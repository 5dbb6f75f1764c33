/* loader.c - check an answer that is a shared object, with its check in it.
 * There are hundreds of answers that only the tests read: to link all that is
 * common once saves a third of their time.
 *
 *      loader NN_name.so [what else: see judge.c]
 */
#include <dlfcn.h>
#include <stdio.h>

#include "exercise.h"

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s NN_name.so\n", argv[0]);
        return 2;
    }
    void *answer = dlopen(argv[1], RTLD_NOW);
    const struct exercise *loaded = answer ? dlsym(answer, "exercise") : NULL;
    if (!loaded) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    return check_answer(loaded, argc - 1, argv + 1);
}
