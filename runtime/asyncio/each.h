/* each.h - HANDLOOP_EACH(f, a, b, c) is f(a), f(b), f(c), and
 * HANDLOOP_COUNT(a, b, c) is 3.
 *
 * The preprocessor cannot loop, so it is written out, for up to 32.  This is
 * what lets gather() take coroutine objects, tasks and futures mixed, each
 * checked by the compiler.
 */
#ifndef HANDLOOP_ASYNCIO_EACH_H
#define HANDLOOP_ASYNCIO_EACH_H

#define HANDLOOP_COUNT(...)                                                  \
    HANDLOOP_COUNT_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, \
                    21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, \
                    6, 5, 4, 3, 2, 1, 0)
#define HANDLOOP_COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12,   \
                        a13, a14, a15, a16, a17, a18, a19, a20, a21, a22,    \
                        a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, n, \
                        ...) n

#define HANDLOOP_EACH(f, ...)                                                \
    HANDLOOP_EACH_(HANDLOOP_COUNT(__VA_ARGS__), f, __VA_ARGS__)
#define HANDLOOP_EACH_(n, f, ...) HANDLOOP_EACH__(n, f, __VA_ARGS__)
#define HANDLOOP_EACH__(n, f, ...) HANDLOOP_EACH_##n(f, __VA_ARGS__)
#define HANDLOOP_EACH_1(f, x) f(x)
#define HANDLOOP_EACH_2(f, x, ...) f(x), HANDLOOP_EACH_1(f, __VA_ARGS__)
#define HANDLOOP_EACH_3(f, x, ...) f(x), HANDLOOP_EACH_2(f, __VA_ARGS__)
#define HANDLOOP_EACH_4(f, x, ...) f(x), HANDLOOP_EACH_3(f, __VA_ARGS__)
#define HANDLOOP_EACH_5(f, x, ...) f(x), HANDLOOP_EACH_4(f, __VA_ARGS__)
#define HANDLOOP_EACH_6(f, x, ...) f(x), HANDLOOP_EACH_5(f, __VA_ARGS__)
#define HANDLOOP_EACH_7(f, x, ...) f(x), HANDLOOP_EACH_6(f, __VA_ARGS__)
#define HANDLOOP_EACH_8(f, x, ...) f(x), HANDLOOP_EACH_7(f, __VA_ARGS__)
#define HANDLOOP_EACH_9(f, x, ...) f(x), HANDLOOP_EACH_8(f, __VA_ARGS__)
#define HANDLOOP_EACH_10(f, x, ...) f(x), HANDLOOP_EACH_9(f, __VA_ARGS__)
#define HANDLOOP_EACH_11(f, x, ...) f(x), HANDLOOP_EACH_10(f, __VA_ARGS__)
#define HANDLOOP_EACH_12(f, x, ...) f(x), HANDLOOP_EACH_11(f, __VA_ARGS__)
#define HANDLOOP_EACH_13(f, x, ...) f(x), HANDLOOP_EACH_12(f, __VA_ARGS__)
#define HANDLOOP_EACH_14(f, x, ...) f(x), HANDLOOP_EACH_13(f, __VA_ARGS__)
#define HANDLOOP_EACH_15(f, x, ...) f(x), HANDLOOP_EACH_14(f, __VA_ARGS__)
#define HANDLOOP_EACH_16(f, x, ...) f(x), HANDLOOP_EACH_15(f, __VA_ARGS__)
#define HANDLOOP_EACH_17(f, x, ...) f(x), HANDLOOP_EACH_16(f, __VA_ARGS__)
#define HANDLOOP_EACH_18(f, x, ...) f(x), HANDLOOP_EACH_17(f, __VA_ARGS__)
#define HANDLOOP_EACH_19(f, x, ...) f(x), HANDLOOP_EACH_18(f, __VA_ARGS__)
#define HANDLOOP_EACH_20(f, x, ...) f(x), HANDLOOP_EACH_19(f, __VA_ARGS__)
#define HANDLOOP_EACH_21(f, x, ...) f(x), HANDLOOP_EACH_20(f, __VA_ARGS__)
#define HANDLOOP_EACH_22(f, x, ...) f(x), HANDLOOP_EACH_21(f, __VA_ARGS__)
#define HANDLOOP_EACH_23(f, x, ...) f(x), HANDLOOP_EACH_22(f, __VA_ARGS__)
#define HANDLOOP_EACH_24(f, x, ...) f(x), HANDLOOP_EACH_23(f, __VA_ARGS__)
#define HANDLOOP_EACH_25(f, x, ...) f(x), HANDLOOP_EACH_24(f, __VA_ARGS__)
#define HANDLOOP_EACH_26(f, x, ...) f(x), HANDLOOP_EACH_25(f, __VA_ARGS__)
#define HANDLOOP_EACH_27(f, x, ...) f(x), HANDLOOP_EACH_26(f, __VA_ARGS__)
#define HANDLOOP_EACH_28(f, x, ...) f(x), HANDLOOP_EACH_27(f, __VA_ARGS__)
#define HANDLOOP_EACH_29(f, x, ...) f(x), HANDLOOP_EACH_28(f, __VA_ARGS__)
#define HANDLOOP_EACH_30(f, x, ...) f(x), HANDLOOP_EACH_29(f, __VA_ARGS__)
#define HANDLOOP_EACH_31(f, x, ...) f(x), HANDLOOP_EACH_30(f, __VA_ARGS__)
#define HANDLOOP_EACH_32(f, x, ...) f(x), HANDLOOP_EACH_31(f, __VA_ARGS__)

#endif
