// peer.cpp - the same work by C++20 coroutines: what a compiler makes of them,
// with the least scheduler that can run them.  `peer yield` prints nanoseconds.
//
// make bench runs it beside the runtime where there is a g++; nothing else
// needs it.
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>
#include <vector>

static double cpu_time()
{
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

// --- the least scheduler: a queue of those that are ready ---------------------

struct job {
    job *next = nullptr;
    std::coroutine_handle<> handle;
};

static job *first, **last = &first;

static void make_ready(job *one)
{
    one->next = nullptr;
    *last = one;
    last = &one->next;
}

static void run_all()
{
    while (first) {
        job *one = first;
        first = one->next;
        if (!first)
            last = &first;
        one->handle.resume();
    }
}

struct yield : job {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> self)
    {
        handle = self;
        make_ready(this);
    }
    void await_resume() {}
};

// --- a coroutine: awaited in place, or started as a task of its own -----------

struct coroutine {
    struct promise_type {
        std::coroutine_handle<> caller;
        job step;               // as a task: its first step, and who joins it
        bool ended = false;

        struct end {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<>
            await_suspend(std::coroutine_handle<promise_type> self) noexcept
            {
                self.promise().ended = true;
                auto caller = self.promise().caller;
                return caller ? caller : std::noop_coroutine();
            }
            void await_resume() noexcept {}
        };
        coroutine get_return_object()
        {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() { return {}; }
        end final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::abort(); }
    };

    std::coroutine_handle<promise_type> handle;

    coroutine(std::coroutine_handle<promise_type> made) : handle(made) {}
    coroutine(coroutine &&other) : handle(std::exchange(other.handle, {})) {}
    ~coroutine()
    {
        if (handle)
            handle.destroy();
    }

    void start()                        // create_task()
    {
        handle.promise().step.handle = handle;
        make_ready(&handle.promise().step);
    }
    bool await_ready() { return handle.promise().ended; }
    void await_resume() {}
};

// Awaiting runs it at once, joining waits for one that was started.
struct in_place {
    coroutine &one;
    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller)
    {
        one.handle.promise().caller = caller;
        return one.handle;
    }
    void await_resume() {}
};

struct join {
    coroutine &one;
    bool await_ready() { return one.handle.promise().ended; }
    void await_suspend(std::coroutine_handle<> caller)
    {
        one.handle.promise().caller = caller;
    }
    void await_resume() {}
};

// --- what is measured: as in bench.c ------------------------------------------

enum { WORK = 1000000 };

static coroutine yielder(long turns)
{
    while (turns-- > 0)
        co_await yield();
}

static coroutine nothing()
{
    co_return;
}

static coroutine chain(long depth)
{
    if (depth > 1) {
        coroutine next = chain(depth - 1);
        co_await in_place{next};
    }
}

static coroutine chains(long depth, long rounds)
{
    while (rounds-- > 0) {
        coroutine one = chain(depth);
        co_await in_place{one};
    }
}

static coroutine crowds(long size, long rounds)
{
    std::vector<coroutine> tasks;
    tasks.reserve(size_t(size));
    while (rounds-- > 0) {
        tasks.clear();
        for (long i = 0; i < size; i++)
            tasks.push_back(nothing());
        for (auto &task : tasks)
            task.start();
        for (auto &task : tasks)
            co_await join{task};
    }
}

static double time_of(coroutine one, long operations)
{
    one.start();
    double began = cpu_time();
    run_all();
    return (cpu_time() - began) / double(operations);
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";
    double cost;
    if (!std::strcmp(what, "yield")) {
        coroutine other = yielder(WORK);
        other.start();
        cost = time_of(yielder(WORK), 2 * WORK);
    } else if (!std::strcmp(what, "task")) {
        cost = time_of(crowds(100, WORK / 100), WORK);
    } else if (!std::strcmp(what, "chain")) {
        cost = time_of(chains(10, WORK / 10), WORK);
    } else {
        std::fputs("usage: peer yield|task|chain\n", stderr);
        return 2;
    }
    std::printf("%f\n", cost);
}
