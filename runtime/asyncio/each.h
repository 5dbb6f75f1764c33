/* each.h - EACH(f, a, b, c) is f(a), f(b), f(c); COUNT(a, b, c) is 3.
 *
 * The preprocessor cannot loop, so it is written out, for up to 32.  This is
 * what lets gather() take coroutine objects, tasks and futures mixed, each
 * checked by the compiler.
 */
#ifndef HANDLOOP_ASYNCIO_EACH_H
#define HANDLOOP_ASYNCIO_EACH_H

#define COUNT(...)                                                           \
    COUNT_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20,  \
           19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,   \
           1, 0)
#define COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14,  \
               a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26,   \
               a27, a28, a29, a30, a31, a32, n, ...) n

#define EACH(f, ...) EACH_(COUNT(__VA_ARGS__), f, __VA_ARGS__)
#define EACH_(n, f, ...) EACH__(n, f, __VA_ARGS__)
#define EACH__(n, f, ...) EACH_##n(f, __VA_ARGS__)
#define EACH_1(f, a) f(a)
#define EACH_2(f, a, ...) f(a), EACH_1(f, __VA_ARGS__)
#define EACH_3(f, a, ...) f(a), EACH_2(f, __VA_ARGS__)
#define EACH_4(f, a, ...) f(a), EACH_3(f, __VA_ARGS__)
#define EACH_5(f, a, ...) f(a), EACH_4(f, __VA_ARGS__)
#define EACH_6(f, a, ...) f(a), EACH_5(f, __VA_ARGS__)
#define EACH_7(f, a, ...) f(a), EACH_6(f, __VA_ARGS__)
#define EACH_8(f, a, ...) f(a), EACH_7(f, __VA_ARGS__)
#define EACH_9(f, a, ...) f(a), EACH_8(f, __VA_ARGS__)
#define EACH_10(f, a, ...) f(a), EACH_9(f, __VA_ARGS__)
#define EACH_11(f, a, ...) f(a), EACH_10(f, __VA_ARGS__)
#define EACH_12(f, a, ...) f(a), EACH_11(f, __VA_ARGS__)
#define EACH_13(f, a, ...) f(a), EACH_12(f, __VA_ARGS__)
#define EACH_14(f, a, ...) f(a), EACH_13(f, __VA_ARGS__)
#define EACH_15(f, a, ...) f(a), EACH_14(f, __VA_ARGS__)
#define EACH_16(f, a, ...) f(a), EACH_15(f, __VA_ARGS__)
#define EACH_17(f, a, ...) f(a), EACH_16(f, __VA_ARGS__)
#define EACH_18(f, a, ...) f(a), EACH_17(f, __VA_ARGS__)
#define EACH_19(f, a, ...) f(a), EACH_18(f, __VA_ARGS__)
#define EACH_20(f, a, ...) f(a), EACH_19(f, __VA_ARGS__)
#define EACH_21(f, a, ...) f(a), EACH_20(f, __VA_ARGS__)
#define EACH_22(f, a, ...) f(a), EACH_21(f, __VA_ARGS__)
#define EACH_23(f, a, ...) f(a), EACH_22(f, __VA_ARGS__)
#define EACH_24(f, a, ...) f(a), EACH_23(f, __VA_ARGS__)
#define EACH_25(f, a, ...) f(a), EACH_24(f, __VA_ARGS__)
#define EACH_26(f, a, ...) f(a), EACH_25(f, __VA_ARGS__)
#define EACH_27(f, a, ...) f(a), EACH_26(f, __VA_ARGS__)
#define EACH_28(f, a, ...) f(a), EACH_27(f, __VA_ARGS__)
#define EACH_29(f, a, ...) f(a), EACH_28(f, __VA_ARGS__)
#define EACH_30(f, a, ...) f(a), EACH_29(f, __VA_ARGS__)
#define EACH_31(f, a, ...) f(a), EACH_30(f, __VA_ARGS__)
#define EACH_32(f, a, ...) f(a), EACH_31(f, __VA_ARGS__)

#endif
