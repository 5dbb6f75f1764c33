/* path.c - where the program of an answer's machine is. */
extern const char machine_program[];
const char machine_program[] = MACHINE_PROGRAM;
