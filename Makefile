# Handloop.  `make help` lists the commands.  This needs GNU make.

# Each compiler has its own place: to change it builds nothing anew.
BUILD = build$(addprefix /,$(filter-out cc gcc,$(notdir $(firstword $(CC)))))
ifneq ($(words $(BUILD)),1)
$(error BUILD, the folder for what is built, cannot have a blank in its name)
endif
# A part of the check that passed leaves a file here, and rests while that is
# newer than all that it looks at.  A selection (ONLY) and a run under valgrind
# (UNDER) do not count for it.
PASSED = $(BUILD)/parts$(if $(ONLY)$(UNDER),/once)
export ONLY UNDER

LESSONS = $(patsubst %.c,$(BUILD)/%,$(wildcard lessons/*.c))

# Two jobs at once more than there are processors: some jobs wait.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell expr $$(getconf _NPROCESSORS_ONLN || echo 2) + 2)
endif
MAKEFLAGS += --no-print-directory --no-builtin-rules

ifneq ($(word 2,$(MAKECMDGOALS)),)

# Several commands, as in `make setup check`: one after the other, each as
# parallel as it can.
.NOTPARALLEL:
.PHONY: $(MAKECMDGOALS)
$(sort $(MAKECMDGOALS)):
	@$(MAKE) --no-print-directory $@

else

# Whoever asks for a verdict wants its status, and no complaint of make's own:
# in question mode it makes none, and runs only what is marked with a +.  (A machine
# has to be built before it can be stepped through.)
ifneq ($(filter exercise-% hint-% solution-% reset-% step-exercise-% trace-exercise-% \
    view-exercise-%,$(filter-out step-exercise-3% trace-exercise-3%,$(MAKECMDGOALS))),)
MAKEFLAGS += -q
endif

.PHONY: all
all: $(LESSONS)
	+@$(COACH) map

# --- the system --------------------------------------------------------------
# What depends on it stands here.  POSIX has neither SIGWINCH nor the size of a
# window nor the number of processors: Linux shows them all the same, the others
# want to be asked.

SYSTEM  = $(eval SYSTEM := $(shell uname))$(SYSTEM)
VISIBLE = $(VISIBLE_$(SYSTEM))
VISIBLE_Darwin    = -D_DARWIN_C_SOURCE
VISIBLE_FreeBSD   = -D__BSD_VISIBLE=1
VISIBLE_DragonFly = -D__BSD_VISIBLE=1
VISIBLE_NetBSD    = -D_NETBSD_SOURCE
VISIBLE_OpenBSD   = -D_BSD_SOURCE

# A shared object whose names come from the program that loads it.  -Bsymbolic: a
# function of its own may be called as one of libc.
LOADABLE = $(or $(LOADABLE_$(SYSTEM)),$(LOADABLE_ELF))
LOADABLE_ELF    = -shared -nostdlib -Wl,-Bsymbolic
LOADABLE_Darwin = -bundle -undefined dynamic_lookup

# What is not in libc itself; dlopen() is, but for older ones of Linux.
LIBC = -lm $(LIBC_$(SYSTEM))
LIBC_Linux = -ldl

# --- the compiler ------------------------------------------------------------

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
           -Wmissing-prototypes -Wstrict-prototypes

COMPILER := $(shell ($(CC) --version; $(CC) -dumpmachine) 2>/dev/null)

# A local variable lost across an await, as each compiler calls it.
ifneq ($(findstring clang,$(COMPILER)),)
WARNINGS += -Wconditional-uninitialized
else
WARNINGS += -Wjump-misses-init
endif

# EXTRA is for the sanitizers; WERROR is -Werror in make check.
COMPILE    = $(CC) -std=c11 -D_POSIX_C_SOURCE=200809L $(VISIBLE) -pthread -Iruntime \
             $(WARNINGS) $(WERROR) -MMD -MP $(DEBUG_INFO) $(EXTRA)
DEBUG_INFO ?= -g
OPTIMIZED  = $(COMPILE) -O2 $(CFLAGS)
# Lessons and tests, and what lessons link: quick to compile, and in a lesson a
# local variable that is lost across an await is visibly lost.
AS_WRITTEN = $(COMPILE) -O0 $(CFLAGS)

# Changes when the compiler or its flags do; everything compiled depends on it.  Who
# has asked for it just now says so by FLAGS_OF.
$(BUILD)/flags: $(if $(filter $(BUILD),$(FLAGS_OF)),,always)
	$(if $(shell command -v $(firstword $(CC))),,$(error There is no C \
	compiler "$(CC)": install gcc or clang, or say make CC=name))
	@mkdir -p $(@D) 2>/dev/null && { echo now >$@.now; } 2>/dev/null || { \
	    echo "handloop: $(BUILD)/ cannot be written here (a full disk? another" \
	        "user's?); make BUILD=/tmp/handloop builds elsewhere" >&2; exit 1; }
	@find Makefile lessons runtime -newer $@.now | \
	    sed 's/.*/handloop: & is from the future: touch &/' >&2
	@echo '$(OPTIMIZED)' | cmp -s - $@ || echo '$(OPTIMIZED)' > $@

.PHONY: always
.SECONDARY:
.DELETE_ON_ERROR:

# --- what is built -------------------------------------------------------------

# The runtime's coroutines are not the program's, and nobody wants to see them.
INTERNAL = -DHANDLOOP_INTERNAL=true

# Before each compilation: its folder is there, and somebody who waits sees how
# many there have been.  (MAKE_TERMOUT is set when make writes to a terminal.)
prepare = $(if $(wildcard $(@D)/.),,$(if $(shell mkdir -p $(@D) || echo no),$(error \
    $(@D)/ cannot be made; where an older build is in the way, make clean helps)))$(call \
    count,$(eval COMPILED += $@))
count   = $(if $(MAKE_TERMOUT),printf '  cc %d\r' $(words $(COMPILED));,$(if \
    $(word 2,$(COMPILED)),,$(info $(empty)  cc ...)))

RUNTIME = $(patsubst %.c,$(BUILD)/%.o,$(wildcard runtime/*/*.c))

$(BUILD)/runtime/%.o: runtime/%.c $(BUILD)/flags
	@$(prepare)$(OPTIMIZED) $(INTERNAL) -c -o $@ $<

$(BUILD)/libhandloop.a: $(RUNTIME)
	@rm -f $@
	@$(AR) qcs $@ $(RUNTIME)

# As it is written, for lessons, exercises and tests: with all its names.
PLAIN = $(RUNTIME:$(BUILD)/%=$(BUILD)/plain/%)

$(BUILD)/plain/runtime.a: $(PLAIN)
	@rm -f $@
	@$(AR) qcs $@ $(PLAIN)

# What lessons link is one object of it, that shows a program only the names
# which the headers give it.  Most lessons need no web, so that the
# first one is there sooner.
PLAIN_WEB = $(filter $(BUILD)/plain/runtime/web/%,$(PLAIN))
HIDE = CC="$(CC)" sh tests/coach/hide.sh

$(BUILD)/plain/runtime/%.o: runtime/%.c $(BUILD)/flags
	@$(prepare)$(AS_WRITTEN) $(INTERNAL) -DHANDLOOP_OVERWRITE -c -o $@ $<

$(BUILD)/names: $(wildcard runtime/*.h runtime/*/*.h) $(BUILD)/flags
	@printf '#include "web/app.h"\n#include "runtime.h"\n' | \
	    $(filter-out -MMD -MP,$(COMPILE)) -E -P -x c - | tr -cs A-Za-z0-9_ '\n' | sort -u >$@

$(BUILD)/plain/web.o: $(PLAIN) $(BUILD)/names
	@$(HIDE) $@ $(BUILD)/names $(PLAIN)

$(BUILD)/plain/handloop.o: $(filter-out $(PLAIN_WEB),$(PLAIN)) $(BUILD)/names
	@$(HIDE) $@ $(BUILD)/names $(filter-out $(PLAIN_WEB),$(PLAIN))

$(BUILD)/plain/lib%.a: $(BUILD)/plain/%.o
	@rm -f $@
	@$(AR) qcs $@ $<

$(BUILD)/lessons/%: lessons/%.c $(BUILD)/plain/libhandloop.a $(BUILD)/flags
	@$(prepare)$(AS_WRITTEN) -o $@ $< $(filter %web.a,$^) $(BUILD)/plain/libhandloop.a $(LIBC)

$(patsubst %.c,$(BUILD)/%,$(shell grep -l '"web/' lessons/*.c)): \
    $(BUILD)/plain/libweb.a

BENCH = $(patsubst %,tests/bench/%.c,bench bench_io bench_executor bench_sharing)

$(BUILD)/tests/bench/bench: $(BENCH) tests/bench/bench.h $(BUILD)/libhandloop.a $(BUILD)/flags
	@$(prepare)$(OPTIMIZED) -o $@ $(BENCH) $(BUILD)/libhandloop.a $(LIBC)

$(BUILD)/tests/bench/bench_http: tests/bench/bench_http.c $(BUILD)/libhandloop.a $(BUILD)/flags
	@$(prepare)$(OPTIMIZED) -o $@ $< $(BUILD)/libhandloop.a $(LIBC)

# Nobody runs them in make check; but they are not to break unseen.
$(BUILD)/tests/bench/compiles: $(wildcard tests/bench/*.[ch] runtime/*/*.h) $(BUILD)/flags
	@$(prepare)$(filter-out -MMD -MP,$(AS_WRITTEN)) -fsyntax-only $(filter %.c,$^) && : >$@

# The runtime's tests: one program for all suites.  (And one of them with the
# runtime as it is when speed counts.)
SUITES = $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/asyncio/*.c) \
    $(filter-out tests/runtime/test_faults.c tests/runtime/wire_table.c,\
    $(wildcard tests/runtime/*.c)))

# Flags for compiling and linking with Check, looked for when they are needed.
CHECK_FLAGS ?= $(eval CHECK_FLAGS := $(or \
    $(shell CC="$(CC)" tests/libcheck.sh flags),\
    $(error Check, the library for the tests, is missing: run make setup)))$(CHECK_FLAGS)

$(SUITES): $(BUILD)/%.o: %.c $(BUILD)/flags
	@$(prepare)$(AS_WRITTEN) $(filter -I% -D%,$(CHECK_FLAGS)) -c -o $@ $<

$(BUILD)/tests/suites: $(SUITES) $(BUILD)/plain/runtime.a
$(BUILD)/tests/optimized: $(SUITES) $(BUILD)/libhandloop.a
$(BUILD)/tests/suites $(BUILD)/tests/optimized:
	@$(AS_WRITTEN) -o $@ $^ $(CHECK_FLAGS) $(LIBC)

# And one with a runtime whose calls can fail.
$(BUILD)/tests/runtime/test_faults.o: tests/runtime/test_faults.c $(BUILD)/flags
	@$(prepare)$(AS_WRITTEN) $(filter -I% -D%,$(CHECK_FLAGS)) -c -o $@ $<

$(BUILD)/faulty/runtime.a: $(BUILD)/tests/runtime/test_faults.o $(PLAIN) \
    tests/runtime/faulty.sh tests/runtime/faults.h
	@$(prepare)COMPILE='$(filter-out -MMD -MP,$(AS_WRITTEN)) $(INTERNAL)' \
	    sh tests/runtime/faulty.sh $@ $(filter %.o,$^)

$(BUILD)/tests/faults: $(BUILD)/tests/runtime/test_faults.o $(BUILD)/faulty/runtime.a
	@$(AS_WRITTEN) -o $@ $^ $(CHECK_FLAGS) $(LIBC)

# And one whose descriptors play a script.
SCRIPTED = $(patsubst %,$(BUILD)/scripted/runtime/%.o,io/io io/stream core/waiting) \
    $(patsubst %,$(BUILD)/tests/%.o,runtime/test_io runtime/test_stream \
    runtime/scene runtime/capture asyncio/twin)

$(BUILD)/scripted/%.o: %.c tests/runtime/wire_calls.h $(BUILD)/flags
	@$(prepare)$(AS_WRITTEN) $(INTERNAL) -include tests/runtime/wire_calls.h -c -o $@ $<

$(BUILD)/tests/scripted: tests/runtime/wire_table.c $(SCRIPTED) $(BUILD)/plain/runtime.a
	@$(prepare)$(AS_WRITTEN) -o $@ $< $(SCRIPTED) $(BUILD)/plain/runtime.a $(CHECK_FLAGS) $(LIBC)

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d $(BUILD)/*/*/*/*.d)

# --- lessons -----------------------------------------------------------------------

# make lesson-6 and make lesson-06.  CLOCK=virtual, SHOW=timeline and DEBUG=1
# reach the program in its environment.
export TRACE ?= $(BUILD)/trace.json
two_digits = $(if $(filter 1 2 3 4 5 6 7 8 9,$1),0$1,$1)
lesson_of  = $(patsubst %.c,$(BUILD)/%,\
             $(firstword $(wildcard lessons/$(call two_digits,$1)_*.c)))
numbers    = $(sort $(foreach name,$(notdir $(wildcard lessons/*.c)),\
             $(firstword $(subst _, ,$(name)))))

# Without a number.
.PHONY: lesson step trace exercise hint solution reset step-exercise trace-exercise
lesson step trace exercise hint solution reset step-exercise trace-exercise:
	$(error Which one? For example: make $@-05)

no_lesson  = $(error There is no lesson $*: they are numbered \
             $(firstword $(numbers)) to $(lastword $(numbers)))

.SECONDEXPANSION:
lesson-%: $$(call lesson_of,$$*) always
	@$(if $(call lesson_of,$*),$<,$(no_lesson))

# The demo server, for a browser; Ctrl-C ends it.  QUIET=1: no access log.  In
# debug mode it says who held the loop.
.PHONY: serve
serve: $(call lesson_of,21) always
	@PORT=$${PORT:-8000} DEBUG=$${DEBUG:-1} $<

# The stepper, and what it shows as text.  No time passes, unless CLOCK=real.
CLOCK ?= virtual
step-% trace-%: $$(call lesson_of,$$*) always
	@$(if $(call lesson_of,$*),$(call says_if_no_loop,$(<:$(BUILD)/%=%.c)) \
	    CLOCK=$(CLOCK) SHOW=$(if $(filter step-%,$@),steps,turns) $<,$(no_lesson))

# What has no loop has no turns.
says_if_no_loop = grep -q 'run(coro\|show_by_hand(' $1 || \
    echo "handloop: there is no loop in $1 to step through; this is all it prints:";

include tests/exercises.mk
include runtime/view/view.mk
include lessons/book/book.mk
ifneq ($(filter mutants%,$(MAKECMDGOALS)),)
include tests/mutants.mk
endif
include tests/machine/machine.mk

# --- tests ---------------------------------------------------------------------------

.PHONY: check check-tools verify tests sanitize memcheck bench fuzz

# Warnings are errors here, so it has a place of its own.  Nobody debugs what is
# built there: the lines, which a crash is told with, are enough.
IN_CHECK = WERROR=-Werror DEBUG_INFO=-g1

check:
	@$(info The runtime's suites, the lessons, the notes, and $(words $(SAID)) \
	    answers to the exercises:)
	@$(info about a minute on two cores, seconds when little has changed.)
	@$(MAKE) BUILD=$(BUILD)/check $(IN_CHECK) CHECK_FLAGS="$(CHECK_FLAGS)" verify

# For whoever changes the runtime, tests/judge or tests/coach: the suites on the
# optimized runtime, where calls of the system fail, and what is misused; what a
# compiler's words mean, what is tried out, what the learner's commands do and say,
# and the wrong answers that make a mistake of which make check has an example.
TOOLS = optimized faults scripted misuse causes trials coach variants
check-tools:
	@$(MAKE) BUILD=$(BUILD)/check $(IN_CHECK) PARTS="$(TOOLS)" verify

# Each part is looked at as soon as what it needs is built, and tests/check.sh
# sums them up in this order.  What does not compile fails its own part only.
PARTS = runtime floors lessons notes machine exercises yours
CHECK = BUILD=$(BUILD) TESTED=$(TESTED) PASSED=$(PASSED) CC="$(CC)" MAKE=$(MAKE_COMMAND) \
    sh tests/check.sh

# The runtime's suites are one process that mostly waits: they begin first, or all
# would wait for them at last.  Make alone begins them last, since it starts whatever
# can be compiled before it looks again at what waited for that.
verify: $(BUILD)/flags
	@$(CHECK) begin
	$(if $(filter runtime,$(PARTS)),+@$(MAKE) -s FLAGS_OF=$(BUILD) $(TESTED) 2>/dev/null || :)
	+@$(MAKE) FLAGS_OF=$(BUILD) --keep-going parts || $(CHECK) broken
	@$(CHECK) sum $(PARTS)

.PHONY: parts
parts: $(patsubst %,$(PASSED)/%,$(filter runtime optimized coach,$(PARTS)) $(PARTS))

$(PASSED)/%: tests/check.sh
	@$(CHECK) look_at $*

C_FILES = $(wildcard runtime/*.h runtime/*/*.[ch] lessons/*.c)
COURSE = Makefile $(wildcard tests/*.mk tests/course/*.sh tests/coach/* exercises/LIST)

# A slow look at it (UNDER valgrind, with sanitizers) takes the optimized one.
TESTED = $(BUILD)/tests/suites
$(PASSED)/runtime $(PASSED)/runtime_1 $(PASSED)/runtime_2: $(TESTED)
$(PASSED)/optimized: $(BUILD)/tests/optimized
$(PASSED)/faults: $(BUILD)/tests/faults
$(PASSED)/scripted: $(BUILD)/tests/scripted
$(PASSED)/floors: tests/runtime/floors.sh $(BUILD)/plain/runtime.a $(C_FILES)
$(PASSED)/misuse: tests/runtime/misuse.sh $(wildcard tests/runtime/misuse/*) $(C_FILES) \
    $(BUILD)/plain/libhandloop.a
$(PASSED)/lessons: $(COURSE) $(LESSONS) $(wildcard tests/course/transcripts/*)
$(PASSED)/notes: $(COURSE) $(LESSONS) $(C_FILES) NOTES.md README.md \
    $(BUILD)/lessons/book/book $(BUILD)/tests/bench/compiles
$(PASSED)/exercises: $(COURSE) $$(SAID)
$(PASSED)/variants: $(COURSE) $$(filter-out $$(SAID),$$(SAID_OF_ALL))
$(PASSED)/machine: $(COURSE) $(wildcard solutions/3*.c tests/machine/*)
$(PASSED)/causes: $(COURSE) $(BUILD)/tests/judge/explain \
    $(BUILD)/plain/libhandloop.a $(C_FILES) \
    $(wildcard tests/judge/causes* tests/judge/*/*)
$(PASSED)/trials: export COMPILE_ANSWER = $(TRIAL_COMPILE)
$(PASSED)/trials: export COMPILE_PART = $(TRIAL_COMPILE_PART)
$(PASSED)/trials: export OTHER_PARTS = $(TRIAL_PARTS)
$(PASSED)/trials: $(COURSE) $(wildcard tests/judge/trials.*) $(LOADER) $(HEADERS) \
    $(patsubst solutions/%.c,$(BUILD)/tests/exercises/%/right.facts,\
    $(wildcard solutions/*.c)) $(patsubst %.c,$(BUILD)/%.so,$(wildcard solutions/3*.c)) \
    $(patsubst solutions/%.c,$(BUILD)/tests/exercises/%/check.o,$(wildcard solutions/*.c))
$(PASSED)/coach: $(COURSE) $(BUILD)/tests/judge/explain $(JUDGED) $(LOADER) \
    $(patsubst %,$(BUILD)/tests/exercises/05_at_the_same_time/%,check.o right.facts) \
    $(wildcard tests/exercises/03_*/*) \
    $(wildcard tests/exercises/*/hints tests/exercises/05_*/*)
$(PASSED)/yours: always $(JUDGED)

tests: $(BUILD)/tests/suites $(BUILD)/tests/faults $(BUILD)/tests/scripted \
    $(LESSONS)

# Slower by far, so that tests get more time, and the suites run in two halves side
# by side.
SLOWLY = CK_DEFAULT_TIMEOUT=600
FASTER = TESTED='$$(BUILD)/tests/optimized'
SUITES_SLOWLY = $(if $(ONLY),runtime,runtime_1 runtime_2)

# Threads are in the suites named here, and in the faults; the others would gain
# nothing.  (The step suite could not: ThreadSanitizer lets no signal end an
# endless loop.)
THREADED = loop executor processes app app_life serving asyncio
ASAN = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
TSAN = -fsanitize=thread
# With -O2 they take half as long again to compile.
SANITIZED = OPTIMIZED='$$(COMPILE) -O1 $$(CFLAGS)' $(FASTER) CHECK_FLAGS="$(CHECK_FLAGS)"

sanitize:
	@echo "AddressSanitizer, UndefinedBehaviorSanitizer"
	@$(SLOWLY) $(MAKE) BUILD=$(BUILD)/asan EXTRA="$(ASAN)" $(SANITIZED) \
	    PARTS="$(SUITES_SLOWLY) faults scripted lessons" verify
	@echo "ThreadSanitizer"
	@$(SLOWLY) ONLY="$(THREADED)" $(MAKE) BUILD=$(BUILD)/tsan EXTRA="$(TSAN)" \
	    $(SANITIZED) PARTS="runtime_1 runtime_2 faults" verify

VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full \
           --errors-for-leak-kinds=definite

memcheck:
	@if command -v valgrind >/dev/null; then \
	    $(SLOWLY) UNDER="$(VALGRIND)" $(MAKE) BUILD=$(BUILD)/check $(IN_CHECK) \
	        $(FASTER) CHECK_FLAGS="$(CHECK_FLAGS)" \
	        PARTS="$(SUITES_SLOWLY) faults scripted lessons" verify; \
	else \
	    echo "valgrind is missing: install it, or try make sanitize"; \
	fi

# The stepper's keys, in a terminal of tmux.
.PHONY: step-test
step-test: $(call lesson_of,6) $(call lesson_of,3) always
	@BUILD=$(BUILD) CC="$(CC)" sh tests/runtime/step_tmux.sh

# What SHOW=trace writes, read by a parser that forgives nothing.  Lessons 01 to
# 03 do without the runtime's loop, so that there is nothing to write.
LOOP_LESSONS = $(filter-out $(foreach n,1 2 3,$(call lesson_of,$n)),\
    $(LESSONS))
.PHONY: trace-test
trace-test: $(LOOP_LESSONS)
	@if command -v python3 >/dev/null; then \
	    python3 tests/runtime/trace_json.py $(LOOP_LESSONS); \
	else \
	    echo "make trace-test needs python3: skipped."; \
	fi

# All that could depend on time, beside six that use the same processor; of the
# answers to exercises those to 10 and up, or with E=18 to that one, E= to all.
.PHONY: busy-test
busy-test: check
	+@BUILD=$(BUILD)/check MAKE="$(MAKE) $(IN_CHECK)" CHECK_FLAGS="$(CHECK_FLAGS)" E=$(if \
	    $(filter undefined,$(origin E)),1,$(E)) \
	    sh tests/course/busy.sh runtime faults scripted lessons exercises

# The lessons on other systems and machines.
.PHONY: lessons platforms
lessons: $(LESSONS)
platforms:
	+@MAKE="$(MAKE)" sh tests/course/platforms.sh

# The demo server asked over real sockets, rightly and wrongly.
.PHONY: http-test
http-test: $(call lesson_of,21) always
	@if command -v python3 >/dev/null; then \
	    python3 tests/runtime/http_probes.py $(call lesson_of,21); \
	else \
	    echo "make http-test needs python3: skipped."; \
	fi

# The demo server's page, in a browser without a window.
.PHONY: page-test
page-test: $(call lesson_of,21) always
	@if command -v python3 >/dev/null; then \
	    python3 tests/course/page.py $(call lesson_of,21); \
	else \
	    echo "make page-test needs python3: skipped."; \
	fi

# Beside C++20 coroutines, where there is a compiler for them.
$(BUILD)/tests/bench/peer: tests/bench/peer.cpp
	@mkdir -p $(@D)
	@g++ -std=c++20 -O2 -o $@ $< 2>/dev/null || : >$@

bench: $(patsubst %,$(BUILD)/tests/bench/%,bench bench_http peer)
	@PEER=$(if $(shell command -v g++),$(BUILD)/tests/bench/peer) \
	    $(BUILD)/tests/bench/bench && $(BUILD)/tests/bench/bench_http
	+@$(MAKE) -s bench-machine

# The demo server beside FastAPI.  python3 may be another one than Debian's.
FASTAPI = python3-fastapi python3-uvicorn uvicorn wrk
.PHONY: bench-fastapi
bench-fastapi: $(call lesson_of,21) always
	@for python in python3 /usr/bin/python3; do \
	    if $$python -c 'import fastapi, uvicorn' 2>/dev/null && \
	        command -v wrk >/dev/null; then \
	        exec $$python tests/bench/bench_fastapi.py $(call lesson_of,21); \
	    fi; \
	done; \
	echo "make bench-fastapi needs Debian's packages $(FASTAPI): skipped."

# Bytes that a fuzzer invents, for so many seconds; what it finds goes to the
# corpus, which the suite http_parser reads.
FUZZ_SECONDS = 60
FUZZED = tests/runtime/fuzz/http_parser.c tests/runtime/http_transcript.c \
         runtime/web/parser.c runtime/web/framing.c runtime/web/request.c \
         runtime/web/http_text.c

fuzz:
	@mkdir -p $(BUILD)/fuzz/corpus
	@if clang -std=c11 -D_POSIX_C_SOURCE=200809L -Iruntime -g -O1 \
	    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	    -o $(BUILD)/fuzz/http_parser $(FUZZED) 2>$(BUILD)/fuzz/log; then \
	    $(BUILD)/fuzz/http_parser -max_len=600 -print_final_stats=1 \
	        -max_total_time=$(FUZZ_SECONDS) -verbosity=0 \
	        -artifact_prefix=tests/runtime/fuzz/corpus/found- \
	        $(BUILD)/fuzz/corpus tests/runtime/fuzz/corpus; \
	else \
	    echo "make fuzz needs clang with its libFuzzer: skipped."; \
	fi

# --- the rest ------------------------------------------------------------------------

.PHONY: setup clean help

setup:
	@CC="$(CC)" tests/libcheck.sh install

clean:
	@rm -rf build 2>/dev/null || { echo "handloop: build/ cannot be removed here" \
	    "(another user's?)" >&2; exit 1; }

help:
	@sed -n 's/^#: //p' Makefile

endif

#: make                 build everything, then the course map
#: make lesson-06       run lesson 6; at once with CLOCK=virtual
#:                      SHOW=timeline draws the run, SHOW=trace writes it for
#:                      Perfetto, DEBUG=1 names slow steps
#: make serve           the server of lesson 21, for a browser; PORT=8000,
#:                      QUIET=1 for no line a request
#: make step-06         lesson 6 step by step: what the loop does, forwards and
#:                      backwards by keys (step-exercise-06: your exercise)
#: make trace-06        the same as text
#: make view-06         the same in a browser: a page that plays the run
#:                      (view-exercise-06: yours beside a right one)
#: make book            the course as a book for a browser: build/book/index.html
#: make exercise-06     check your exercise 6, and say what is wrong
#: make hint-06         the next hint (also solution-06, reset-06)
#: make watch           check the exercise you are at whenever you save
#: make check           verify everything: runtime, lessons, exercises
#: make check-tools     the coach, what it makes of a compiler's words, more wrong
#:                      answers, and the suites once more with the optimized runtime
#: make exam            your own machine (exercises 31 to 36) under the lessons
#:                      and asyncio's programs; LOOP=mine make lesson-06
#: make setup           install Check, the library the tests need
#: make step-test       the stepper's keys and screens, tried in tmux
#: make trace-test      the trace files, read by a strict JSON parser
#: make view-test       the pages of make view-06, in a headless Chromium
#: make busy-test       the check once more, beside six that use the processor
#: make platforms       the lessons on musl, 32 bits, ARM, a big-endian machine
#: make book-test       the book: its links, its search, its pages
#: make http-test       requests right and wrong, over real sockets
#: make page-test       the demo server's page, tried in a headless Chromium
#: make mutants         spoil the answers by one small change each: what is said of
#:                      it?  E=05 one exercise, EVERY=20 every 20th (in CI: 200)
#: make bench           what a suspension, a task, a timer costs
#: make bench-fastapi   the demo server beside FastAPI: times, requests a second
#: make fuzz            attack the HTTP parser; FUZZ_SECONDS=60
#: make sanitize        the tests under AddressSanitizer and ThreadSanitizer
#: make memcheck        the tests under valgrind
#: make clean           remove build/
#: make CC=clang ...    with another compiler
