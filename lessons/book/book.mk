# The course as a book for a browser.  Included by the Makefile.

BOOK = $(patsubst %.c,$(BUILD)/%.o,$(wildcard lessons/book/*.c))

$(BOOK): $(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(AS_WRITTEN) -c -o $@ $<

$(BUILD)/lessons/book/book: $(BOOK) $(BUILD)/plain/runtime.a
	@$(AS_WRITTEN) -o $@ $^

.PHONY: book book-test
book: $(BUILD)/lessons/book/book views always
	@rm -rf $(BUILD)/book && mkdir -p $(BUILD)/book
	@cp runtime/view/player.css runtime/view/player.js lessons/book/book.css \
	    lessons/book/book.js $(BUILD)/book
	@$< NOTES.md README.md $(BUILD)/view $(BUILD)/book
	@echo "handloop: wrote the book; open it in a browser:"
	@echo "    file://$(abspath $(BUILD))/book/index.html"

# Its links, its search field, and what it refuses.
book-test: book
	@if command -v python3 >/dev/null; then \
	    python3 tests/course/book.py $(BUILD)/lessons/book/book $(BUILD)/book \
	        $(BUILD)/view; \
	else \
	    echo "make book-test needs python3: skipped."; \
	fi
