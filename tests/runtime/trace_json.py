#!/usr/bin/env python3
"""trace_json.py - what SHOW=trace writes is JSON to the letter, and each event
has what the Trace Event Format asks for.   python3 tests/runtime/trace_json.py build"""
import json
import os
import subprocess
import sys
import tempfile

REQUIRED = {"X": {"name", "pid", "tid", "ts", "dur"},
            "M": {"name", "pid", "args"},
            "s": {"name", "id", "pid", "tid", "ts"},
            "f": {"name", "id", "pid", "tid", "ts"},
            "i": {"name", "pid", "tid", "ts"},
            "b": {"name", "cat", "id", "pid", "tid", "ts"},
            "e": {"name", "cat", "id", "pid", "tid", "ts"},
            "C": {"name", "pid", "ts", "args"}}


def no_constant(word):
    raise ValueError(f"{word} is not JSON")


def complaint(path):
    try:
        with open(path, encoding="utf-8") as file:
            trace = json.load(file, parse_constant=no_constant)
        events = trace["traceEvents"] if isinstance(trace, dict) else trace
        if not events:
            return "no events"
        for event in events:
            missing = REQUIRED[event["ph"]] - event.keys()
            if missing:
                return f"{event} lacks {', '.join(sorted(missing))}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return None


def main(lessons):
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        for lesson in lessons:
            path = os.path.join(place, os.path.basename(lesson) + ".json")
            show = dict(os.environ, CLOCK="virtual", SHOW="trace", TRACE=path)
            subprocess.run([lesson], env=show, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           timeout=60, check=False)
            wrong = complaint(path)
            if wrong:
                failed += 1
                print(f"FAIL {lesson}: {wrong}")
    print(f"{len(lessons) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main(sys.argv[1:]))
