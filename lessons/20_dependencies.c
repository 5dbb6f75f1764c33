/* Lesson 20: dependencies.
 *
 * The question: many handlers need the same things first - a database
 * session, the user who asks.  Who opens them, and who closes them, whatever
 * happens in between?
 *
 * In Python, with FastAPI:
 *
 *      async def get_session():
 *          session = await connect()
 *          try:
 *              yield session
 *          finally:
 *              await session.close()
 *
 *      def get_user(session = Depends(get_session)):   # a sub-dependency
 *          return session.find_user()                  # def: in the pool
 *
 *      @app.get("/me")
 *      async def me(user = Depends(get_user), session = Depends(get_session)):
 *          return {"user": user}
 *
 * Watch: two ask for the session, and it is opened once.  Teardown - what
 * stands behind YIELD - goes the other way round.  It happens when the handler
 * fails, when a later set-up fails, and when the time is over.
 *
 * Try: let get_user depend on nothing, and put the session behind it in the
 * routes.  And what if the session raises instead of closing?
 */
#include "web/app.h"

enum { OUT_OF_ORDER = USER_ERROR };

/* --- dependencies -------------------------------------------------------- */

struct get_session { HANDLER; };
ASYNC(get_session)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    say("  session: open");
    YIELD("Ada");
    say("  session: %s", failure() ? error_name(failure()) : "all went well");
    AWAIT(async_sleep(0.1));
    say("  session: closed");
    END;
}

static const struct dependency session = {async_def(get_session)};

static struct value get_user(struct request *request)
{
    blocking_sleep(0.1);
    say("  user: found in the session");
    return provided(request, &session);
}

static void forget_user(struct request *request, struct value user)
{
    (void)request;
    say("  user: forgets %s", as_text(user));
}

static const struct dependency user = {
    def(get_user), depends_on(&session), .teardown = forget_user};

static struct value get_admin(struct request *request)
{
    return job_raise(http_error(403), "%s is no administrator",
                     as_text(provided(request, &user)));
}

static const struct dependency admin = {def(get_admin), depends_on(&user)};

/* --- handlers ------------------------------------------------------------ */

struct me { HANDLER; };
ASYNC(me)
{
    BEGIN;
    say("  handler");
    AWAIT(async_sleep(1.0));
    if (param_int(self->request, "broken"))
        RAISE(OUT_OF_ORDER, "the handler is out of order");
    RETURN(dict("user", provided(self->request, &user)));
    END;
}

static const struct route routes[] = {
    {"GET", "/me?broken:int=0", async_def(me), depends_on(&user, &session)},
    {"GET", "/admin", async_def(me), depends_on(&admin)},
};
static struct app app = app_of(routes);

/* --- a client ------------------------------------------------------------ */

struct async_main { CORO; int i; };
ASYNC(async_main)
{
    static const struct { const char *path; double limit; } asked[] = {
        {.path = "/me"},
        {.path = "/me?broken=1"},
        {.path = "/admin"},
        {.path = "/me", .limit = 0.5},
    };
    BEGIN;
    for (; self->i < 4; self->i++) {
        say("%s", asked[self->i].path);
        app.server.answer_limit = asked[self->i].limit;   /* 0: none */
        AWAIT(app_ask(&app, "GET", asked[self->i].path, NULL));
        say("%s", as_text(awaited()));
    }
    END;
}

int main(void)
{
    return run(coro(async_main));
}
