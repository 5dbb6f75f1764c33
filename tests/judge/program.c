/* program.c - an answer and its check as one program: a learner's. */
#include "exercise.h"

int main(int argc, char **argv)
{
    return check_answer(&exercise, argc, argv);
}
