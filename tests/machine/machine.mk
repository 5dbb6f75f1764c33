# The machine that exercises 31 to 36 build: LOOP=mine, the exam, and what their
# checks run.  Included by the Makefile.

PARTS_OF = sh tests/machine/parts.sh
MACHINE = $(BUILD)/machine
WHOLE = $(addprefix $(MACHINE)/,$(shell $(PARTS_OF) $1))
BUILD_PROGRAM = @$(prepare)$(FOR_MACHINE) -o $@ $(filter %.o %.a,$^) $(LIBC)

# Its headers are found before the runtime's of the same names.
FOR_MACHINE = $(subst -Iruntime,-Iexercises/machine -Iruntime,$(AS_WRITTEN))

$(MACHINE)/%.o: %.c $(BUILD)/flags
	@$(prepare)$(FOR_MACHINE) $(WITH) -c -o $@ $<

# With a heap (36b), the list in exercise 31 is left out.
$(MACHINE)/heap/%.o: %.c $(BUILD)/flags
	@$(prepare)$(FOR_MACHINE) $(WITH) -DHEAP -c -o $@ $<

# What the learner wrote, by what it says and not by when it was written: the copy
# is newer only when the text is another.
STEPS = $(patsubst solutions/%.c,%,$(wildcard solutions/3*.c))

$(STEPS:%=$(BUILD)/exercises/%.c): $(BUILD)/%.c: %.c always
	@mkdir -p $(@D)
	@{ echo '#line 1 "$<"'; cat $<; } >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv -f $@.new $@; fi

MACHINE_HEADER = $(HEADER)machine.h.gch

# What a learner wrote (or a wrong answer has) is no reason to stop: what the
# compiler says of it is kept beside the program that judges it.
NOTED_AT = @$(if $(wildcard $(dir $1).),,$(shell mkdir -p $(dir $1)))$(prepare){ \
    $(FOR_MACHINE) $(LEARNER) $(HEAP) -Wno-error $2 -c -o $@ $< 2>$1 || \
    { cat $1 >&2; exit 1; }; }
HEAP = $(if $(filter $(MACHINE)/heap/%,$@),-DHEAP)

$(MACHINE)/exercises/3%.o: $(BUILD)/exercises/3%.c $(BUILD)/flags
	$(call NOTED_AT,$(BUILD)/exercises/3$*.log)
$(MACHINE)/heap/exercises/3%.o: $(BUILD)/exercises/3%.c $(BUILD)/flags
	$(call NOTED_AT,$(BUILD)/exercises/3$*.log)
$(MACHINE)/tests/exercises/3%.o: tests/exercises/3%.c $(MACHINE_HEADER) $(BUILD)/flags
	$(call NOTED_AT,$(BUILD)/tests/exercises/3$*.so.log,$(READ_BEFORE))
$(MACHINE)/heap/tests/exercises/3%.o: tests/exercises/3%.c $(BUILD)/flags
	$(call NOTED_AT,$(BUILD)/tests/exercises/3$*.so.log)

# (As the runtime's headers are: see exercises.mk.)
$(MACHINE_HEADER): $(HEADER)%.gch: exercises/machine/% \
    $(wildcard exercises/machine/*.h exercises/machine/*/*.h runtime/*/*.h) $(BUILD)/flags
	$(call READ,$(FOR_MACHINE))

# Given: the machine's own parts; of the runtime what knows no loop; and what is
# the same on both, as it asks the loop for little (exercises/machine/core).
GROUND = $(wildcard runtime/memory/*.c runtime/clock/*.c) \
         $(patsubst %,runtime/core/%.c,value frame coro) runtime/io/byte_buffer.c
GIVEN = $(patsubst %.c,$(MACHINE)/%.o,$(wildcard exercises/machine/*.c)) \
        $(MACHINE)/runtime/io/io.o $(MACHINE)/runtime/io/stream.o \
        $(patsubst %.c,$(BUILD)/plain/%.o,$(GROUND)) \
        $(MACHINE)/tests/machine/look.o

# The stepper is the runtime's, and so is this side of the stand-ins.  (run() and
# what belongs to it there have other names: they are not the machine's.)
SHOWN = $(MACHINE)/exercises/machine/watch/stand_in.o $(MACHINE)/shown/run.o \
        $(MACHINE)/shown.a
SHOWN_PARTS = $(filter-out %/run.o %/by_hand.o %/count.o %/debug.o %/say.o,$(filter \
    $(patsubst %,$(BUILD)/plain/runtime/%,watch/% step/% view/%),$(PLAIN))) \
    $(patsubst %,$(BUILD)/plain/runtime/io/%.o,byte_buffer utf8)

$(MACHINE)/shown.a: $(SHOWN_PARTS) tests/machine/machine.mk
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $(SHOWN_PARTS)

$(MACHINE)/exercises/machine/watch/stand_in.o: exercises/machine/watch/stand_in.c \
    $(BUILD)/flags
	@mkdir -p $(@D)
	@$(AS_WRITTEN) -c -o $@ $<
$(MACHINE)/shown/run.o: runtime/step/run.c $(BUILD)/flags
	@mkdir -p $(@D)
	@$(AS_WRITTEN) -Drun=runtime_run -Drun_result=runtime_run_result -c -o $@ $<

# Or nobody looks: for machines that only tests run.
UNSEEN = $(MACHINE)/tests/machine/unseen.o

$(MACHINE)/given.a: $(GIVEN) tests/machine/machine.mk
	@rm -f $@
	@$(AR) rcs $@ $(GIVEN)

-include $(wildcard $(MACHINE)/*/*/*/*.d $(MACHINE)/*/*/*/*/*.d)

# Which parts a machine has is asked when it is built: below are only pattern rules,
# whose prerequisites make does not expand before.
.SECONDEXPANSION:

# --- LOOP=mine -----------------------------------------------------------------------

ifneq ($(LOOP),)
ifneq ($(LOOP),mine)
$(error LOOP=$(LOOP) is not known; LOOP=mine is your own machine)
endif
lesson_of = $(patsubst %.c,$(MACHINE)/mine/%,\
            $(firstword $(wildcard lessons/$(call two_digits,$1)_*.c)))
says_if_no_loop =
endif

$(patsubst %.c,$(MACHINE)/%.o,$(wildcard lessons/*.c)): $(MACHINE)/%.o: %.c \
    $(BUILD)/flags
	@mkdir -p $(@D)
	@$(PARTS_OF) in_reach $(*F)
	@$(FOR_MACHINE) -c -o $@ $<

$(MACHINE)/mine/lessons/%: $(MACHINE)/lessons/%.o $$(call WHOLE,mine) \
    $(MACHINE)/given.a $(SHOWN) always
	@$(PARTS_OF) whose >&2
	$(BUILD_PROGRAM)

# --- the exam ------------------------------------------------------------------------
# Of the learner's machine (make exam), and of ours, for make check.

IN_EXAM = $(foreach n,04 05 08 06 11 07 10 13,$(wildcard lessons/$n_*.c))
EXAM_OF = $(MACHINE)/$1/exam/programs $(IN_EXAM:%.c=$(MACHINE)/$1/exam/%)
TWINS = $(patsubst %,$(MACHINE)/tests/asyncio/%.o,run future task sleep cancel \
        gather wait_for shield limits diagnostics twin)
PROGRAMS = $(MACHINE)/tests/machine/exam.o $(TWINS)

$(MACHINE)/tests/asyncio/diagnostics.o $(MACHINE)/tests/asyncio/limits.o: \
    WITH = -include tests/machine/beyond.h

$(MACHINE)/%/exam/programs: $(PROGRAMS) $$(call WHOLE,$$*) $(MACHINE)/given.a $(UNSEEN)
	$(BUILD_PROGRAM)
$(MACHINE)/mine/exam/lessons/%: $(MACHINE)/lessons/%.o $$(call WHOLE,mine) \
    $(MACHINE)/given.a $(UNSEEN)
	$(BUILD_PROGRAM)
$(MACHINE)/ours/exam/lessons/%: $(MACHINE)/lessons/%.o $$(call WHOLE,ours) \
    $(MACHINE)/given.a $(UNSEEN)
	$(BUILD_PROGRAM)

# And one that the stepper sees.
SEEN = $(MACHINE)/ours/seen/$(basename $(wildcard lessons/06_*.c))
$(MACHINE)/ours/seen/%: $(MACHINE)/%.o $$(call WHOLE,ours) \
    $(MACHINE)/given.a $(SHOWN)
	$(BUILD_PROGRAM)

# As far as each exercise gets, the lessons that it promises.
after = $(MACHINE)/after/$(basename $(notdir \
        $(wildcard solutions/$1_*.c)))/$(basename $(notdir $(wildcard lessons/$2_*.c)))
AFTER = $(call after,31,04) $(call after,32,05) $(call after,32,08) \
        $(call after,33,06) $(call after,34,11) $(call after,35,07) \
        $(call after,35,10) $(call after,36,13)
$(MACHINE)/after/%: $$(call WHOLE,of $$(notdir $$(@D)) solutions/$$(notdir $$(@D)) ours) \
    $(MACHINE)/lessons/$$(@F).o $(MACHINE)/given.a $(UNSEEN)
	$(BUILD_PROGRAM)

.PHONY: exam examine
exam:
	+@$(PARTS_OF) whose && $(MAKE) -s examine || :

examine: $(call EXAM_OF,mine) always
	@$(filter-out always,$^) || :

# The same of ours; and the scenes of the exercises on the runtime, which has to
# print the same.
RUNTIME_SCENES = $(BUILD)/tests/machine/scenes
$(PASSED)/machine: $(call EXAM_OF,ours) $(RUNTIME_SCENES) $(AFTER) $(SEEN) \
    $(SEEN:$(MACHINE)/ours/seen/%=$(BUILD)/%) $(STEPS:%=$(BUILD)/exercises/%.scenes)

$(RUNTIME_SCENES): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/machine/scenes*.c) \
    tests/judge/busy.c tests/judge/fewest.c tests/judge/looked.c) \
    $(BUILD)/plain/libhandloop.a
	@$(AS_WRITTEN) -o $@ $^ $(LIBC)

$(BUILD)/tests/machine/%.o: tests/machine/%.c $(BUILD)/flags
	@$(prepare)$(AS_WRITTEN) -c -o $@ $<

# --- what it costs -------------------------------------------------------------------
# One program, optimized as the runtime is, for both.

FAST = $(MACHINE)/fast
FAST_MACHINE = $(wildcard solutions/3*.c exercises/machine/*.c) tests/machine/unseen.c \
    tests/machine/bench.c runtime/io/io.c runtime/io/stream.c \
    $(GROUND)

$(FAST)/ours: $(FAST_MACHINE) $(BUILD)/flags
	@mkdir -p $(@D)
	@$(subst -Iruntime,-Iexercises/machine -Iruntime,$(OPTIMIZED)) -DHEAP -o $@ \
	    $(FAST_MACHINE) $(LIBC)

$(FAST)/runtime: tests/machine/bench.c $(BUILD)/libhandloop.a
	@mkdir -p $(@D)
	@$(OPTIMIZED) -o $@ $^ $(LIBC)

.PHONY: bench-machine
bench-machine: $(FAST)/ours $(FAST)/runtime
	@sh tests/machine/bench.sh $^

# --- the checks of the exercises -----------------------------------------------------
# The scenes run on the machine of an answer, as a program of their own.

SCENES = $(patsubst %.c,$(MACHINE)/%.o,$(wildcard tests/machine/scenes*.c) \
         tests/judge/busy.c tests/judge/fewest.c tests/judge/looked.c)
STEP_OF = $(firstword $(filter 3%,$(subst /, ,$1)))

# A learner may step through them; those of other answers nobody looks at.
$(BUILD)/exercises/%.scenes: $$(call WHOLE,of $$* exercises/$$* mine) $(SCENES) \
    $(MACHINE)/given.a $(SHOWN)
	$(BUILD_PROGRAM)

# (Which parts it has is asked once for each exercise.)
WHOLE_OF_STEP = $(or $(WHOLE_$1),$(eval WHOLE_$1 := \
                $(call WHOLE,of $1 ANSWER ours))$(WHOLE_$1))

$(BUILD)/%.scenes: $$(subst ANSWER,$$*,$$(call WHOLE_OF_STEP,$$(call STEP_OF,$$*))) \
    $(SCENES) $(UNSEEN) $(MACHINE)/given.a
	$(BUILD_PROGRAM)

# make step-exercise-31: the first scene that is not as asked, or SCENE=fifo.
MINE_3 = $(patsubst %.c,$(BUILD)/%.scenes,$(wildcard exercises/3$*_*.c))
step-exercise-3% trace-exercise-3%: $$(MINE_3) always
	+@$(if $(MINE_3),SHOW=$(if $(filter step-%,$@),steps,turns) \
	    $< $(or $(SCENE),step 3$*) || :,$(COACH) exercise 3$* || :)

CHECKED = $(filter-out -Werror,$(AS_WRITTEN)) -DMACHINE_PROGRAM='"$@.scenes"' -o $@ \
          tests/machine/path.c $(filter %.o %.a,$^)

# (Named one by one: other rules know how to make exercises.)
ANSWERS = $(patsubst %.c,$(BUILD)/%.so,$(filter-out %/check.c,\
          $(wildcard solutions/3*.c tests/exercises/3*/*.c tests/exercises/3*/*/*.c)))

$(STEPS:%=$(BUILD)/exercises/%) $(STEPS:%=$(BUILD)/solutions/%): $(BUILD)/%: %.c \
    $(BUILD)/%.scenes $$(call CHECK_OF,$$(notdir $$*)) $(JUDGED)
	@$(CHECKED) $(LIBC)

# Of the right answers it is only known which there are: their scenes are compared
# by what they print.
$(STEPS:%=$(BUILD)/tests/exercises/%/right.facts): \
    $(BUILD)/tests/exercises/%/right.facts: $(wildcard tests/exercises/3*/right/*.c)
	@mkdir -p $(@D)
	@printf 'run\t%s\n' solutions/$* \
	    $(patsubst %.c,%,$(wildcard tests/exercises/$*/right/*.c)) >$@

# How the judge tries changes of an answer out, see ../judge/trial.h: as the part
# $1 of a machine whose other parts are the objects $2.
TRIAL_COMPILE_PART = $(filter-out -MMD -MP -W% -g%,$(FOR_MACHINE)) -iquote . $(TRIED_OUT)
TRIAL_PARTS = $(SCENES) $(UNSEEN) $(MACHINE)/given.a $(LIBC)
MACHINE_TRIAL_OF = $(TRIAL_COMPILE_PART) -o "$$TRIED" "$$TRIED.c" $2 $(TRIAL_PARTS) && \
    "$$TRIED" tried $(firstword $(subst _, ,$1))
SAID_OF = $(basename $(@F:.said=))
OTHERS_OF_MINE = $(filter-out %/exercises/$(SAID_OF).o,\
                 $(call WHOLE,of $(SAID_OF) exercises/$(SAID_OF) mine))

$(BUILD)/exercises/3%.said: $$(BUILD)/exercises/3$$(basename $$*) $(UNSEEN) \
    | $$(call FACTS_OF,3$$(basename $$*))
	@PROGRAM=$< TRIAL='$(call MACHINE_TRIAL_OF,$(SAID_OF),$(OTHERS_OF_MINE))' \
	    sh tests/coach/verdict.sh $(@:.said=)

# The shared object has the check only, which is the same for all.
$(STEPS:%=$(BUILD)/tests/exercises/%/check.so): %.so: %.o tests/machine/path.c
	@$(filter-out -MMD -MP,$(SHARED)) $(LOADABLE) -o $@ tests/machine/path.c $<

$(ANSWERS): $(BUILD)/%.so: $(BUILD)/%.scenes \
    $(BUILD)/tests/exercises/$$(call STEP_OF,$$*)/check.so
	@cp $(filter %.so,$^) $@

$(STEPS:%=$(BUILD)/tests/exercises/%/check.o): tests/machine/check.h
