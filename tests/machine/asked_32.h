/* asked_32.h - what the scenes of exercise 32 shall print: see scene.h. */

SCENE(result, "a result",
    "who awaits a task gets what it returned",
    "[  0.0s] main waits\n"
    "[  0.0s] A begins\n"
    "[  1.0s] main gets the result of A\n")

SCENE(behind, "behind all who are ready",
    "a task that ends makes its awaiter ready, and runs nobody",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.0s] C begins\n"
    "[  0.0s] main: A is done, and so are they who were ready before me\n")

SCENE(already, "what is done",
    "awaiting what is done does not yield",
    "[  0.0s] A begins\n"
    "[  0.1s] main gets the result of A before B begins\n"
    "[  0.1s] main gets it as often as it asks\n"
    "[  0.1s] B begins\n"
    "[  0.6s] main has slept\n")

SCENE(many, "three wait for one",
    "all get the result, in the order in which they came",
    "[  0.0s] A begins\n"
    "[  0.5s] first gets the result of A\n"
    "[  0.5s] second gets the result of A\n"
    "[  0.5s] third gets the result of A\n")

SCENE(error, "an error",
    "every awaiter gets it; a late one too, and at once",
    "[  0.0s] A begins\n"
    "[  0.5s] first: A has failed\n"
    "[  0.5s] second: A has failed\n"
    "[  1.0s] main goes on: it is not its error\n"
    "[  1.0s] main, later: A has failed\n"
    "[  1.0s] B begins\n")

SCENE(endings, "how a task ended",
    "returned, failed or cancelled (ECANCELED); or not done yet",
    "[  0.0s] A: not done\n"
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.0s] C begins\n"
    "[  0.0s] D begins\n"
    "[  0.1s] A: the result of A, B: B has failed, C: cancelled, D: "
    "not done\n")

SCENE(itself, "a task awaits itself",
    "it fails with EDEADLK, and does not wait for ever",
    "[  0.0s] awaiting itself: Deadlock\n")

SCENE(unseen, "an error that nobody asked for",
    "it is reported; one that somebody got is not",
    "[  0.0s] asked for begins\n"
    "[  0.0s] unseen begins\n"
    "[  0.0s] reported: Task exception was never retrieved:, unseen "
    "has failed\n"
    "[  0.0s] main: asked for has failed\n"
    "[  0.1s] late begins\n"
    "[  0.2s] main, when it is done: late has failed\n")

SCENE(own_future, "a future of one's own",
    "setting it makes ready who waits, and runs nobody",
    "[  0.2s] main has set the result; who waits runs in its turn\n"
    "[  0.2s] asking: here it is\n")
