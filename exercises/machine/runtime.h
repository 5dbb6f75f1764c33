/* runtime.h - what a program includes, on the machine that you build: it is
 * found before the runtime's own header of this name. */
#ifndef MACHINE_RUNTIME_H
#define MACHINE_RUNTIME_H

#include <errno.h>
#include <stdio.h>

#include "io/io.h"
#include "io/stream.h"
#include "machine.h"

#endif
