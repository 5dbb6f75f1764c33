# The run of a lesson as a page that plays it.  Included by the Makefile.

.PHONY: views view-test
view-%: $$(call lesson_of,$$*) always
	@$(if $(call lesson_of,$*),\
	    CLOCK=$(CLOCK) sh runtime/view/view.sh $< $(<:$(BUILD)/%=%.c) \
	        $(BUILD)/view/$(call two_digits,$*),$(no_lesson))

views: $(numbers:%=view-%)

# All of them, in a browser without a window.
$(BUILD)/tests/course/many_tasks: tests/course/many_tasks.c $(BUILD)/libhandloop.a
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(AS_WRITTEN) -o $@ $< $(BUILD)/libhandloop.a

# A wrong answer beside the right one.
IN_SEQUENCE = $(BUILD)/tests/exercises/06_three_apis/wrong/in_sequence.so

$(BUILD)/view/beside.html: $(LOADER) $(IN_SEQUENCE) $(BUILD)/solutions/06_three_apis always
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec $(LOADER) $(IN_SEQUENCE) "$$@"\n' >$(@D)/in_sequence
	@chmod +x $(@D)/in_sequence
	@$(@D)/in_sequence >$(@D)/in_sequence.said 2>&1 || :
	@CLOCK=virtual sh runtime/view/beside.sh $(@D)/in_sequence \
	    $(BUILD)/solutions/06_three_apis "Exercise 06" $(@:.html=) >/dev/null

view-test: views $(BUILD)/tests/course/many_tasks $(BUILD)/view/beside.html
	@CLOCK=virtual sh runtime/view/view.sh $(BUILD)/tests/course/many_tasks \
	    tests/course/many_tasks.c $(BUILD)/view/many >/dev/null
	@if command -v python3 >/dev/null; then \
	    python3 tests/course/view.py $(BUILD)/view/many.html \
	        $(BUILD)/view/beside.html $(numbers:%=$(BUILD)/view/%.html); \
	else \
	    echo "make view-test needs python3: skipped."; \
	fi
