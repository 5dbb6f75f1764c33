#!/usr/bin/env python3
"""book.py - the book: its links lead somewhere, what its Markdown does not know
is refused, and in a browser it is searched, looked at in several sizes, and
played.

    book.py BOOK_PROGRAM BOOK_FOLDER RUNS_FOLDER
"""
import glob
import html.parser
import os
import re
import subprocess
import sys
import tempfile

from browser import Browser, expect, find_chromium, sum_up

# --- links -------------------------------------------------------------------


class Page(html.parser.HTMLParser):
    """The links and names of a page, and whether its elements are closed."""

    VOID = {"meta", "link", "input", "br", "hr", "img"}

    def __init__(self, path):
        super().__init__()
        self.links, self.names, self.open, self.wrong = [], set(), [], []
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.links += [attrs[key] for key in ("href", "src") if key in attrs]
        if "id" in attrs:
            if attrs["id"] in self.names:
                self.wrong.append(f"two of {attrs['id']}")
            self.names.add(attrs["id"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")


def look_at_links(folder):
    pages = {os.path.basename(path): Page(path)
             for path in glob.glob(folder + "/*.html")}
    expect(f"there is a page a chapter: {len(pages)}", len(pages) > 26)
    for name, page in pages.items():
        expect(f"{name} is well made: {page.wrong + page.open}",
               not page.wrong and not page.open)
        for link in page.links:
            if link.startswith("https://"):
                continue
            file, _, anchor = link.partition("#")
            target = file or name
            there = os.path.exists(os.path.join(folder, target))
            expect(f"{name}: {link} leads somewhere", there and (
                not anchor or anchor in pages[target].names))
            expect(f"{name}: {link} is relative", not re.match(r"\w+:|/", link))


# --- what the Markdown does not know -----------------------------------------

BEGINS = 17             # the line of the text, below the chapters in front
REFUSED = {             # and the line of it, the first being 0
    "a <b>word</b>": 0, "> quoted": 0, "![a](b)": 0, "one\ntwo `three": 1,
    "a **b": 0, "[a](#nowhere)": 0, "[a](file.md)": 0, "#### deep": 0,
    "| a |\n| 1 |": 1, "| a |\n| --- |\n| 1 | 2 |": 2, "| a |\n| --- |\n| 1": 2,
    "```\ncode": 0, "a \\* b": 0, "* item": 0, "<div>": 0,
}
TAKEN = {
    "a < b & c, 2 * 3": "<p>a &lt; b &amp; c, 2 * 3</p>",
    "`<b>` **b** *c*": "<code>&lt;b></code>",
    "- one\n  two\n- three": "<li>one\ntwo</li>",
    "1. one\n\n       code\n\n   more": "<pre><code>code\n</code></pre>",
    "    x\n\n    y": "<pre><code>x\n\ny\n</code></pre>",
    "| a | `b|c` |\n| --- | --- |\n| | 1 |":
        "<th>a</th><th><code>b|c</code></th>",
    "[there](#a-chapter)": '<a href="a-chapter.html">there</a>',
}


def make_book(program, runs, text, folder):
    notes = os.path.join(folder, "NOTES.md")
    front = "".join(f"## {name}\n\nx\n\n" for name in (
        "Contents", "How to use this course", "The machine in one picture"))
    with open(notes, "w", encoding="utf-8") as file:
        file.write(f"# Notes\n\n{front}## A chapter\n\n{text}\n")
    return subprocess.run([program, notes, "README.md", runs, folder],
                          capture_output=True, text=True, check=False)


def look_at_markdown(program, runs):
    with tempfile.TemporaryDirectory() as folder:
        for text, line in REFUSED.items():
            made = make_book(program, runs, text, folder)
            expect(f"{text!r} is refused at line {line}: {made.stderr}",
                   made.returncode == 1 and
                   f"NOTES.md:{BEGINS + line}: " in made.stderr)
        for text, wanted in TAKEN.items():
            made = make_book(program, runs, text, folder)
            with open(folder + "/a-chapter.html", encoding="utf-8") as file:
                page = file.read()
            expect(f"{text!r} becomes {wanted!r}: {made.stderr}",
                   wanted in page)


# --- in a browser ------------------------------------------------------------

def search(browser, folder):
    browser.navigate(f"file://{folder}/index.html")
    browser.value_of("document.querySelector('[role=search] input').focus(); 1")
    for letter in "trampoline":
        browser.type_key(letter)
    expect("the search finds a chapter", browser.wait_for(
        "document.querySelectorAll('.found a').length > 0"))
    expect("and shows the word", browser.value_of(
        "document.querySelector('.found mark').textContent.toLowerCase()")
        == "trampoline")
    browser.value_of("document.querySelector('[role=search] input').value ="
                     " 'xyzzyx'; 1")
    browser.type_key("y")
    expect("or says that there is nothing", browser.wait_for(
        "document.querySelector('.found').textContent.includes('Nothing')"))
    browser.type_key("Escape", 27)
    expect("Escape ends it", browser.value_of(
        "document.querySelector('.found').hidden"))


def look_at_pages(browser, folder):
    for path in sorted(glob.glob(folder + "/*.html")):
        name = os.path.basename(path)
        browser.navigate("file://" + path)
        number = name[:-5]
        if re.fullmatch(r"\d\d", number) and glob.glob(
                f"lessons/{number}_*.c"):
            expect(f"{name} has a run to play", browser.value_of(
                "document.querySelector('section.run').player.last() > 0"))
        for width in 360, 800, 1600:
            browser.size(width, 900)
            expect(f"{name} fits into {width}", browser.wait_for(
                f"innerWidth === {width} && "
                f"document.documentElement.scrollWidth <= {width}"))
    browser.navigate(f"file://{folder}/06.html")
    browser.type_key("ArrowRight", 39)
    expect("an arrow turns no page, and plays nothing that is not chosen",
           browser.value_of("location.pathname.endsWith('/06.html') && "
                            "document.querySelector('section.run').player.at"
                            " === 0"))


def look_at_it(browser, folder):
    browser.open("about:blank")
    search(browser, folder)
    look_at_pages(browser, folder)
    foreign = [url for url in browser.asked_for()
               if not url.startswith(f"file://{folder}/")
               and url != "about:blank"]
    expect(f"it asks nobody else, but {foreign}", not foreign)
    complaints = browser.complaints()
    expect(f"no complaints: {complaints}", not complaints)


def main():
    program, folder, runs = sys.argv[1], os.path.abspath(sys.argv[2]), \
        sys.argv[3]
    look_at_links(folder)
    look_at_markdown(program, runs)
    chromium = find_chromium()
    if chromium:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            browser = Browser(chromium, profile)
            try:
                look_at_it(browser, folder)
            finally:
                browser.close()
    else:
        print("make book-test needs chromium for its second half: skipped.")
    sum_up()


main()
