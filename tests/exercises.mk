# Exercises: an answer, its check and the check library make one program, which
# says what is wrong with the answer.  Included by the Makefile.

JUDGE = $(patsubst %,$(BUILD)/tests/judge/%.o,judge play look feedback known record orders \
        web compiler causes tokens)
JUDGED = $(BUILD)/tests/judge/program.o $(JUDGE) $(BUILD)/libhandloop.a
CHECK_OF = $(BUILD)/tests/exercises/$(firstword $(subst /, ,$1))/check.o
ANSWER = $(filter-out -Werror,$(AS_WRITTEN)) -o $@ $< $(filter %.o %.a,$^) $(CHECK_FLAGS)
# Of those that only the tests read there are hundreds.  They are shared objects:
# what they have in common is linked once, in the loader.  The runtime's headers
# are read once (by gcc, which looks for a .gch), and what only a debugger wants
# is left out.  -Bsymbolic: a function of theirs may be called as one of libc.
LOADER = $(BUILD)/tests/judge/loader
HEADER = $(BUILD)/tests/header/runtime.h.gch
SHARED = $(filter-out -g -Werror,$(AS_WRITTEN)) -fPIC
MANY = $(SHARED) -iquote $(BUILD)/tests/header -shared -nostdlib -Wl,-Bsymbolic -o $@ \
       $(filter %.c %.o,$^)
# A learner's: a number that becomes a shorter one is no matter here (a text that
# becomes a number is, and clang takes it for the same), and what a macro of the
# runtime's is made of (gcc would tell) is not their mistake.
LEARNER = -Wno-conversion -Wno-sign-conversion -Wint-conversion \
          $(if $(findstring jump-misses-init,$(WARNINGS)),-ftrack-macro-expansion=0)
# Its warnings are kept beside the program, which reads them.
NOTED = 2>$@.log || { cat $@.log >&2; exit 1; }

$(HEADER): runtime/runtime.h $(wildcard runtime/*/*.h) $(BUILD)/flags
	@mkdir -p $(@D)
	@$(SHARED) -x c-header -o $@ $<

$(BUILD)/tests/judge/%.o $(BUILD)/tests/exercises/%/check.o: CHECK = \
    $(AS_WRITTEN) -fPIC -Itests/judge $(filter -I% -D%,$(CHECK_FLAGS)) -c -o $@

$(BUILD)/tests/judge/%.o: tests/judge/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CHECK) $<

$(BUILD)/tests/exercises/%/check.o: tests/exercises/%/check.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CHECK) $<

# What a compiler's words mean: also as a program, for what does not compile.
$(BUILD)/tests/judge/explain: $(patsubst %,$(BUILD)/tests/judge/%.o,explain compiler \
    causes tokens)
	@$(AS_WRITTEN) -o $@ $^

$(LOADER): $(LOADER).o $(JUDGE) $(RUNTIME)
	@$(AS_WRITTEN) -rdynamic -o $@ $^ $(CHECK_FLAGS) -ldl

.SECONDEXPANSION:

$(BUILD)/exercises/%: exercises/%.c $$(call CHECK_OF,$$*) $(JUDGED)
	@mkdir -p $(@D)
	@$(ANSWER) $(LEARNER) $(NOTED)

$(BUILD)/solutions/%: solutions/%.c $$(call CHECK_OF,$$*) $(JUDGED)
	@mkdir -p $(@D)
	@$(ANSWER) $(WERROR)

$(BUILD)/tests/exercises/%.so: tests/exercises/%.c $$(call CHECK_OF,$$*) $(HEADER)
	@mkdir -p $(@D)
	@$(MANY) $(if $(findstring /right/,$@),$(WERROR),$(NOTED))

-include $(wildcard $(BUILD)/tests/*/*.d $(BUILD)/tests/*/*/*.d $(BUILD)/tests/*/*/*/*.d)

# All answers but the learner's, or with E=05 those of one exercise; and what
# the check says about each, its status in the last line.
SAID = $(patsubst %.c,$(BUILD)/%.said,$(wildcard solutions/$(E)*.c \
       $(patsubst %,tests/exercises/$(E)*/%.c,stub right/* wrong/*)))

$(BUILD)/solutions/%.said: $(BUILD)/solutions/%
	@COLOURS= $< >$@ 2>&1; echo "status $$?" >>$@

$(BUILD)/tests/exercises/%.said: $(BUILD)/tests/exercises/%.so $(LOADER)
	@COLOURS= $(LOADER) $< >$@ 2>&1; echo "status $$?" >>$@

.PHONY: answers check-exercises
answers: $(SAID)

check-exercises: answers
	+@BUILD=$(BUILD) sh tests/course/exercises.sh $(E)

# --- the stepper ---------------------------------------------------------------------

exercise_of = $(patsubst %.c,$(BUILD)/%,\
              $(firstword $(wildcard exercises/$(call two_digits,$1)_*.c)))
no_exercise = $(error There is no exercise $*: look at the map, make)

step-exercise-%: always
	+@$(if $(call exercise_of,$*),$(MAKE) $(call exercise_of,$*) && \
	    CLOCK=$(CLOCK) SHOW=steps $(call exercise_of,$*) step,$(no_exercise))

trace-exercise-%: always
	+@$(if $(call exercise_of,$*),$(MAKE) $(call exercise_of,$*) && \
	    CLOCK=$(CLOCK) SHOW=turns $(call exercise_of,$*) step,$(no_exercise))

# --- the coach -----------------------------------------------------------------------
# What it says is the result; that an answer is wrong is no error of make's.

COACH = BUILD=$(BUILD) MAKE="$(MAKE)" sh tests/coach/coach.sh

.PHONY: map watch
map:
	+@$(COACH) map
watch:
	+@$(COACH) watch
exercise-% hint-% solution-% reset-%: always
	+@$(COACH) $(firstword $(subst -, ,$@)) $* || :
