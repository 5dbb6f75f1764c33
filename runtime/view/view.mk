# The run of a lesson as a page that plays it.  Included by the Makefile.

PLAYER = $(wildcard runtime/view/page.* runtime/view/player.*)

.PHONY: views
view-%: $$(call lesson_of,$$*) always
	@$(if $(call lesson_of,$*),\
	    CLOCK=$(CLOCK) sh runtime/view/view.sh $< $(BUILD)/view/$(call two_digits,$*),\
	    $(no_lesson))

views: $(numbers:%=view-%)
