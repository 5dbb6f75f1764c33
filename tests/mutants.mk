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
# (The parts of a machine, 31 to 36, are programs of another kind.)
MUTATED = $(filter-out $(MUTANTS)/3%,\
          $(patsubst solutions/%.c,$(MUTANTS)/%/solution.so,\
          $(wildcard solutions/$(E)*.c)) \
          $(subst /right/,/,$(patsubst tests/exercises/%.c,$(MUTANTS)/%.so,\
          $(wildcard tests/exercises/$(E)*/right/*.c))))
ANSWER_OF = $(if $(filter %/solution,$1),solutions/$(patsubst %/,%,$(dir $1)).c,\
            tests/exercises/$(dir $1)right/$(notdir $1).c)

$(MUTATED): $(MUTANTS)/%.so: $$(call ANSWER_OF,$$*) $$(call CHECK_OF,$$*) \
    $(HEADER) $(LOADER) $(MUTATE)
	@mkdir -p $(@D)
	@$(MUTATE) tests/exercises/$(*D)/stub.c $< $(@:.so=) $(PAIRS)
	@$(MANY)

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
$(MUTANTS)/%.said: $(MUTANTS)/%.c $$(call CHECK_OF,$$*) $(LOADER) \
    $$(call FACTS_OF,$$*) tests/mutants/try.sh
	@$(filter-out -MMD -MP,$(patsubst $@,$@.so,$(MANY))) $(LEARNER) \
	    2>$@.so.log || rm -f $@.so
	@sh tests/mutants/try.sh $(LOADER) $(basename $(@:.said=)).so $@ \
	    $(call FACTS_OF,$*)
