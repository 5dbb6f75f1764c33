/* asked_33.h - what the scenes of exercise 33 shall print: see scene.h. */

SCENE(in_order, "three at once",
    "all run at the same time; the results are in the order of the "
    "arguments",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.0s] C begins\n"
    "[  0.1s] B is done\n"
    "[  0.2s] C is done\n"
    "[  0.3s] A is done\n"
    "[  0.3s] results: A, B, C\n")

SCENE(not_awaited, "not awaited yet",
    "they begin when gather() is called",
    "[  0.0s] main does not wait yet\n"
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.1s] A is done\n"
    "[  0.2s] B is done\n"
    "[  1.0s] gather is done\n"
    "[  1.0s] results: A, B\n")

SCENE(of_nothing, "of nothing, and of what is done",
    "nothing gives at once; what is done gives its result",
    "[  0.0s] gather of nothing gives at once\n"
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.1s] A is done\n"
    "[  0.1s] B is done\n"
    "[  0.1s] gather of two that are done: B, A\n"
    "[  0.1s] gather of one, twice: A, A\n"
    "[  0.1s] C begins\n"
    "[  0.2s] C is done\n"
    "[  0.2s] one is not done, and one is: C, A\n")

SCENE(first_error, "one fails",
    "the first error is raised at once; the others run on, and nobody hears "
    "of a second",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.0s] C begins\n"
    "[  0.1s] main: B has failed\n"
    "[  0.3s] A is done\n"
    "[  1.1s] main: nothing else has come of it; asked again: B has failed\n")

SCENE(child_cancelled, "a child is cancelled",
    "for the gather that is an error like others; the gather itself is not "
    "cancelled",
    "[  0.0s] main: CancelledError; gather is done\n"
    "[  0.0s] B is pending\n")

SCENE(nobody_asks, "nobody asks",
    "an error that nobody has asked the gather for is reported, once",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.1s] A is done\n"
    "[  0.3s] careless ends, and has not asked\n"
    "[  0.3s] reported: B has failed\n"
    "[  0.3s] main goes on\n")

SCENE(errors_too, "errors are results",
    "return_exceptions: it waits for all",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.0s] C begins\n"
    "[  0.3s] A is done\n"
    "[  0.3s] A: A\n"
    "[  0.3s] B: B has failed\n"
    "[  0.3s] C: CancelledError\n")

SCENE(gone, "the caller has failed",
    "its variables are gone: no result is written there",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.1s] hasty has failed, and its variables have gone\n"
    "[  0.2s] A is done\n"
    "[  1.1s] my numbers: 7, 7\n")

SCENE(forgotten, "the caller has ended",
    "the same, if nothing has failed; who else awaits it is told when all are "
    "done",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.0s] forgetful ends\n"
    "[  0.1s] B is done\n"
    "[  0.2s] A is done\n"
    "[  0.2s] who awaits the gather goes on: no error\n"
    "[  1.0s] my numbers: 7, 7\n")

SCENE(cancel_all, "cancelled",
    "its children are; it ends with that error when they have told it",
    "[  0.1s] cancel: yes\n"
    "[  0.1s] A is done, B is cancelled, C is cancelled, gather is pending\n"
    "[  0.1s] main: CancelledError\n"
    "[  0.1s] cancel once more: no\n"
    "[  0.1s] all are done: cancel: no\n"
    "[  0.1s] the result is 1\n")

SCENE(cancel_results, "cancelled, and errors are results",
    "return_exceptions is about the children: its own cancellation is raised",
    "[  0.1s] cancel: yes\n"
    "[  0.1s] B is cancelled, gather is pending\n"
    "[  0.1s] main: CancelledError\n")

SCENE(cancel_failed, "cancelled when it has failed",
    "it is done, so that comes too late, and its children wait on",
    "[  0.0s] main: A has failed\n"
    "[  0.0s] cancel: no\n"
    "[  0.0s] B is pending\n")
