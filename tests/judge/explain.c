/* explain.c - what did the compiler mean?
 *
 *      explain LOG ANSWER.c            tell it; 1 if no cause is proven
 *      explain LOG ANSWER.c name       only how maintainers call the cause
 */
#include "compiler.h"

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: explain LOG ANSWER.c [name]\n", stderr);
        return 2;
    }
    if (argc == 3)
        return compiler_explain(stdout, argv[1], argv[2]) ? 0 : 1;
    const char *name = compiler_cause(argv[1], argv[2]);
    puts(name ? name : "none");
    return name ? 0 : 1;
}
