/* path.c - where the program of an answer's machine is: compiled in; or beside the
 * shared object, for those that only tests read, where one is copied for all
 * answers to an exercise: X.so has X.scenes. */
const char *machine_program(void);

#ifdef MACHINE_PROGRAM

const char *machine_program(void)
{
    return MACHINE_PROGRAM;
}

#else

#include <string.h>

#include "../judge/given.h"
#include "runtime.h"

const char *machine_program(void)
{
    const char *so = answer_program();
    return textf("%.*s.scenes", (int)(strlen(so) - strlen(".so")), so);
}

#endif
