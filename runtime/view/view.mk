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

view-test: views $(BUILD)/tests/course/many_tasks
	@CLOCK=virtual sh runtime/view/view.sh $(BUILD)/tests/course/many_tasks \
	    tests/course/many_tasks.c $(BUILD)/view/many >/dev/null
	@if command -v python3 >/dev/null; then \
	    python3 tests/course/view.py $(BUILD)/view/many.html \
	        $(numbers:%=$(BUILD)/view/%.html); \
	else \
	    echo "make view-test needs python3: skipped."; \
	fi
