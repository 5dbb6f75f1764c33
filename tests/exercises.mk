# Exercises: an answer, its check and the check library make one program, which
# says what is wrong with the answer.  Included by the Makefile.

JUDGE = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/loader.c %/explain.c %/program.c,\
        $(wildcard tests/judge/*.c)))
JUDGED = $(BUILD)/tests/judge/program.o $(JUDGE) $(PLAIN)
CHECK_OF = $(BUILD)/tests/exercises/$(firstword $(subst /, ,$1))/check.o
ANSWER = $(filter-out -Werror,$(AS_WRITTEN)) $(NOTED_ACTS) -o $@ $< $(filter %.o %.a,$^) $(LIBC)
# The judge tries changes out, see trial.h: of a shared object.  (Nobody needs to
# know the acts; without them it is compiled three times as fast.)
TRIAL_COMPILE = $(filter-out -MMD -MP -W%,$(SHARED)) $(TRIED_OUT) $(LOADABLE)
# What does not compile of them is left out; clang would tell of twenty only.
TRIED_OUT = -Werror=implicit-function-declaration \
            $(if $(findstring clang,$(COMPILER)),-ferror-limit=0)
TRIAL_OF = $(TRIAL_COMPILE) -o "$$TRIED.so" "$$TRIED.c" $(CHECK_OF) && \
    $(LOADER) "$$TRIED.so" tried
# Of those that only the tests read there are hundreds.  They are shared objects:
# what they have in common is linked once, in the loader.  What only a debugger
# wants is left out.
LOADER = $(BUILD)/tests/judge/loader
NOTED_ACTS = -iquote tests/judge/noted
SHARED = $(filter-out -g% -Werror,$(AS_WRITTEN)) -fPIC
MANY = $(SHARED) -g1 $(READ_BEFORE) $(NOTED_ACTS) $(LOADABLE) -o $@ $(filter %.c %.o,$^)

# The headers of an exercise are read once.  A compiler wants such a header in front
# of everything, and an answer may include others before it: so it is given in front,
# if the solution includes it.
HEADER = $(BUILD)/tests/header/read_
HEADERS = $(patsubst %,$(HEADER)%.h.gch,runtime web/app)
READ_BEFORE = $(patsubst $(STEM):%,-include $(HEADER)%,$(filter $(STEM):%,$(INCLUDED)))
STEM = $(firstword $(subst /, ,$(patsubst tests/exercises/%,%,$(<:solutions/%.c=%))))
INCLUDED = $(eval INCLUDED := $(shell \
           grep -E '^.include "(runtime|web/app|machine)\.h"' solutions/*.c | \
           sed 's,solutions/,,; s/\.c:[^"]*"/:/; s/"//'))$(INCLUDED)
READ = @$(prepare)echo '\#include "$*"' >$(@:.gch=) && $1 -x c-header -o $@ $(@:.gch=)

# A learner's: a number that becomes a shorter one is no matter here (a text that
# becomes a number is, and clang takes it for the same), and what a macro of the
# runtime's is made of (gcc would tell) is not their mistake.
LEARNER = -Wno-conversion -Wno-sign-conversion -Wint-conversion \
          $(if $(findstring jump-misses-init,$(WARNINGS)),-ftrack-macro-expansion=0)
# Its warnings are kept beside the program, which reads them; in the words that
# the compiler has for the runtime's own macros.
NOTED = 2>$@.log; status=$$?; if [ -s $@.log ]; then \
    $(filter-out -Werror -MMD -MP,$(AS_WRITTEN)) -c -o /dev/null $< 2>$@.log; fi; \
    [ $$status = 0 ] || { cat $@.log >&2; exit $$status; }

$(HEADERS): $(HEADER)%.gch: tests/judge/noted/% \
    $(wildcard runtime/*.h runtime/*/*.h tests/judge/*.h) $(BUILD)/flags
	$(call READ,$(SHARED) -g1 $(NOTED_ACTS))

JUDGING = $(AS_WRITTEN) -fPIC -Itests/judge -c -o $@

$(BUILD)/tests/judge/%.o: tests/judge/%.c $(BUILD)/flags
	@$(prepare)$(JUDGING) $<

$(BUILD)/tests/exercises/%/check.o: tests/exercises/%/check.c $(BUILD)/flags
	@$(prepare)$(JUDGING) $<

# What a compiler's words mean: also as a program, for what does not compile.
$(BUILD)/tests/judge/explain: $(patsubst %,$(BUILD)/tests/judge/%.o,explain compiler \
    causes proofs foreign marks types tokens)
	@$(AS_WRITTEN) -o $@ $^

$(LOADER): $(LOADER).o $(JUDGE) $(PLAIN)
	@$(AS_WRITTEN) -rdynamic -o $@ $^ $(LIBC)

.SECONDEXPANSION:

# Nothing of what judges an answer is in the way of its own names.
$(BUILD)/judged/names: $(wildcard tests/judge/*.h) $(BUILD)/names
	@mkdir -p $(@D)
	@printf '#include "runtime.h"\n' | \
	    $(filter-out -MMD -MP,$(COMPILE)) $(NOTED_ACTS) -E -P -x c - | \
	    tr -cs A-Za-z0-9_ '\n' | sort -u - $(BUILD)/names >$@

$(BUILD)/judged/%.o: $(BUILD)/tests/exercises/%/check.o $(JUDGED) $(BUILD)/judged/names \
    tests/exercises.mk
	@{ cat $(BUILD)/judged/names; nm -g $< | awk 'NF == 3 { print $$3 }'; \
	    echo main; echo not_done_yet; } >$@.names
	@nm -u $< | awk '{ print $$NF }' >$@.asked
	@$(HIDE) $@ $@.names $(filter %.o,$^)

# Of a learner's the coach keeps each text, NN_name.SUM.c, so that what was said
# belongs to what was written.
$(BUILD)/exercises/%.said: $(BUILD)/judged/$$(basename $$*).o \
    | $(BUILD)/tests/judge/explain $$(call FACTS_OF,$$(basename $$*))
	@COMPILE="$(filter-out -Werror -MMD -MP,$(AS_WRITTEN)) -iquote exercises $(LEARNER)" \
	    NOTED="$(NOTED_ACTS)" LIBRARIES="$(LIBC)" \
	    sh tests/coach/verdict.sh $(@:.said=) $^

# TEXTS, several at once.
.PHONY: verdicts
verdicts: $(addsuffix .said,$(TEXTS))

# (As a program of its own a solution is shown beside a learner's: make view.)
$(BUILD)/solutions/%: solutions/%.c $$(call CHECK_OF,$$*) $(JUDGED)
	@$(prepare)$(ANSWER) $(WERROR)

$(BUILD)/solutions/%.so: solutions/%.c $$(call CHECK_OF,$$*) $(HEADERS)
	@$(prepare)$(MANY) $(WERROR)

$(BUILD)/tests/exercises/%.so: tests/exercises/%.c $$(call CHECK_OF,$$*) $(HEADERS)
	@$(prepare)$(MANY) $(if $(findstring /right/,$@),$(WERROR),$(NOTED))

# What the right answers of an exercise do: see facts.h.
FACTS_OF = $(BUILD)/tests/exercises/$(firstword $(subst /, ,$1))/right.facts
RIGHT_OF = $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/exercises/$1/right/*.c))

$(BUILD)/tests/exercises/%/right.facts: $(BUILD)/solutions/%.so \
    $$(call RIGHT_OF,$$*) $(LOADER)
	@for answer in $(filter %.so,$^); do \
	    printf 'run\t%s\n' $$answer; \
	    $(LOADER) $$answer facts; \
	done >$@

-include $(wildcard $(BUILD)/tests/*/*.d $(BUILD)/tests/*/*/*.d $(BUILD)/tests/*/*/*/*.d)

# All answers but the learner's, or with E=05 those of one exercise; and what
# the check says about each, its status in the last line.  Of the wrong ones make
# check takes an example of each mistake: see examples.awk.
WRONG = $(wildcard tests/exercises/$(E)*/wrong/*.c)
EXAMPLES = $(shell awk -f tests/course/examples.awk \
           $(wildcard tests/exercises/*/check.c) $(WRONG))
SAID = $(patsubst %.c,$(BUILD)/%.said,$(EXAMPLES) $(wildcard solutions/$(E)*.c \
       $(patsubst %,tests/exercises/$(E)*/%.c,stub begun right/*)))
SAID_OF_ALL = $(SAID) $(WRONG:%.c=$(BUILD)/%.said)

$(BUILD)/solutions/%.said: $(BUILD)/solutions/%.so $(LOADER) $$(call FACTS_OF,$$*)
	@$(HAVE_IT_SAID)

$(BUILD)/tests/exercises/%.said: $(BUILD)/tests/exercises/%.so $(LOADER) \
    $$(call FACTS_OF,$$*)
	@$(HAVE_IT_SAID)

HAVE_IT_SAID = COLOURS= LABELS=yes $(LOADER) $< >$@ 2>&1; echo "status $$?" >>$@

.PHONY: answers check-exercises
answers: $(SAID_OF_ALL)

check-exercises: answers
	+@BUILD=$(BUILD) sh tests/course/exercises.sh all $(E)

# --- the stepper ---------------------------------------------------------------------

step-exercise-%: always
	+@SHOW=steps CLOCK=$(CLOCK) $(COACH) step $*

view-exercise-%: always
	+@CLOCK=$(CLOCK) $(COACH) view $*

trace-exercise-%: always
	+@SHOW=turns CLOCK=$(CLOCK) $(COACH) step $*

# --- the coach -----------------------------------------------------------------------

COACH = BUILD=$(BUILD) CC="$(CC)" MAKE="$(MAKE)" sh tests/coach/coach.sh

.PHONY: map watch
map:
	+@$(COACH) map
watch:
	+@$(COACH) watch
exercise-% hint-% solution-% reset-%: always
	+@$(COACH) $(firstword $(subst -, ,$@)) $*
