# Mutants: every answer, spoilt by one small change at a time, and what is said
# about it.  Included by the Makefile.
#
#   make mutants            all of them, and a table an exercise; E=05 of one
#   make mutants EVERY=10   every tenth of each exercise

MUTANTS = $(BUILD)/mutants
MUTATE = $(BUILD)/tests/mutants/mutate
EVERY = 1
PAIRS = 6       # with two changes, of each answer

$(MUTATE): tests/mutants/mutate.c tests/judge/tokens.c tests/judge/tokens.h
	@mkdir -p $(@D)
	@$(AS_WRITTEN) -o $@ tests/mutants/mutate.c tests/judge/tokens.c

# The answers they are made of, as shared objects, and beside them the mutants.
MUTATED = $(patsubst solutions/%.c,$(MUTANTS)/%/solution.so,\
          $(wildcard solutions/$(E)*.c)) \
          $(subst /right/,/,$(patsubst tests/exercises/%.c,$(MUTANTS)/%.so,\
          $(wildcard tests/exercises/$(E)*/right/*.c)))
ANSWER_OF = $(if $(filter %/solution,$1),solutions/$(patsubst %/,%,$(dir $1)).c,\
            tests/exercises/$(dir $1)right/$(notdir $1).c)

MUTATE_IT = mkdir -p $(@D) && \
    $(MUTATE) tests/exercises/$(*D)/stub.c $< $(@:.so=) $(PAIRS)

$(filter-out $(MUTANTS)/3%,$(MUTATED)): $(MUTANTS)/%.so: \
    $$(call ANSWER_OF,$$*) $$(call CHECK_OF,$$*) $(HEADERS) $(LOADER) $(MUTATE)
	@$(MUTATE_IT)
	@$(MANY)

# A part of a machine (31 to 36) becomes a program, too: see machine.mk.
OTHERS_OF = $(addprefix $(MACHINE)/,$(filter-out $(MUTANTS)/%,\
            $(shell $(PARTS_OF) of $(firstword $(subst /, ,$1)) $(MUTANTS)/$1 ours)))
MACHINE_OF = $(call OTHERS_OF,$1) $(SCENES) $(UNSEEN) $(MACHINE)/given.a
# How it behaves is seen when all the others are ours, by what random programs
# print.
ALL_OTHERS_OF = $(if $(filter 36b%,$1),$(call OTHERS_OF,$1),$(filter-out \
                $(MACHINE)/solutions/$(firstword $(subst /, ,$1)).o,\
                $(call WHOLE,of 36_select solutions/36_select ours)))
WILD = $(MACHINE)/tests/machine/wild.o
WILD_OF = $(WILD) $(call ALL_OTHERS_OF,$1) $(UNSEEN) $(MACHINE)/given.a
AS_MACHINE = $(FOR_MACHINE) $(LEARNER) -Wno-error -c -o $@.so.o $< && \
    $(FOR_MACHINE) -o $@.so.wild $@.so.o $(call WILD_OF,$*) && \
    $(FOR_MACHINE) -o $@.so.scenes $@.so.o $(call MACHINE_OF,$*) && \
    $(filter-out -Werror,$(AS_WRITTEN)) -DMACHINE_PROGRAM='"$@.so.scenes"' \
    -fPIC -shared -nostdlib -o $@.so tests/machine/path.c $(call CHECK_OF,$*)

$(filter $(MUTANTS)/3%,$(MUTATED)): $(MUTANTS)/%.so: $$(call ANSWER_OF,$$*) \
    $$(call CHECK_OF,$$*) $$(call MACHINE_OF,$$*) $$(call WILD_OF,$$*) $(LOADER) \
    $(MUTATE)
	@$(MUTATE_IT)
	@$(subst $@.so,$@,$(AS_MACHINE))

# Once they are written, make is asked again: now their names are known.
.PHONY: mutants mutants-said
mutants: $(MUTATED)
	+@$(MAKE) mutants-said

ifneq ($(filter mutants-said,$(MAKECMDGOALS)),)
CHOSEN := $(shell ls $(MUTANTS)/$(E)*/*.*.c | awk 'NR % $(EVERY) == 0 { \
    sub(/c$$/, "said"); print }')
mutants-said: $(CHOSEN)
	$(file >$(MUTANTS)/chosen,$(CHOSEN))
	@sh tests/mutants/table.sh $(MUTANTS)
endif

# It may not compile: that is told, too.
TRIAL_OF_MUTANT = $(if $(filter 3%,$*),$(call MACHINE_TRIAL_OF,$*,$(call OTHERS_OF,$*)),\
                  $(call TRIAL_OF,$*))
TRY = TRIAL='$(TRIAL_OF_MUTANT)' sh tests/mutants/try.sh $(LOADER) $(basename $(@:.said=)).so $@ \
      $(call FACTS_OF,$*)

ifneq ($(CHOSEN),)
$(filter-out $(MUTANTS)/3%,$(CHOSEN)): $(MUTANTS)/%.said: $(MUTANTS)/%.c \
    $$(call CHECK_OF,$$*) $(LOADER) $$(call FACTS_OF,$$*) tests/mutants/try.sh
	@$(filter-out -MMD -MP,$(patsubst $@,$@.so,$(MANY))) $(LEARNER) \
	    2>$@.so.log || rm -f $@.so
	@$(TRY)

$(filter $(MUTANTS)/3%,$(CHOSEN)): $(MUTANTS)/%.said: $(MUTANTS)/%.c \
    $$(call CHECK_OF,$$*) $(LOADER) $$(call FACTS_OF,$$*) $$(call MACHINE_OF,$$*) \
    $$(call WILD_OF,$$*) tests/mutants/try.sh
	@{ $(filter-out -MMD -MP,$(AS_MACHINE)); } 2>$@.so.log || rm -f $@.so
	@$(TRY)
endif
