/* test_memory.c - pools. */
#include "memory/block_pool.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "suites.h"

enum { BLOCK = 48, MANY = 20000 };

static char *blocks[MANY];

static void get_many(struct block_pool *pool)
{
    for (int i = 0; i < MANY; i++) {
        blocks[i] = block_pool_get(pool, BLOCK);
        ck_assert_ptr_nonnull(blocks[i]);
    }
}

START_TEST(blocks_are_apart_and_aligned)
{
    struct block_pool pool = {0};
    get_many(&pool);
    for (int i = 0; i < MANY; i++) {
        ck_assert_uint_eq((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], i & 0xff, BLOCK);
    }
    for (int i = 0; i < MANY; i++)
        for (int at = 0; at < BLOCK; at++)
            if ((unsigned char)blocks[i][at] != (i & 0xff))
                ck_abort_msg("block %d was written to by another one", i);
    block_pool_close(&pool);
}
END_TEST

START_TEST(new_blocks_are_zero)
{
    static const char zero[BLOCK];
    struct block_pool pool = {0};
    get_many(&pool);
    for (int i = 0; i < MANY; i++)
        if (memcmp(blocks[i], zero, BLOCK) != 0)
            ck_abort_msg("block %d is not zero", i);
    block_pool_close(&pool);
}
END_TEST

START_TEST(the_latest_given_back_comes_first)
{
    struct block_pool pool = {0};
    void *first = block_pool_get(&pool, BLOCK), *second = block_pool_get(&pool, BLOCK);
    block_pool_put(&pool, first);
    block_pool_put(&pool, second);
    ck_assert_ptr_eq(block_pool_get(&pool, BLOCK), second);
    ck_assert_ptr_eq(block_pool_get(&pool, BLOCK), first);
    block_pool_close(&pool);
}
END_TEST

START_TEST(only_the_first_word_is_lost)
{
    struct block_pool pool = {0};
    char *block = block_pool_get(&pool, BLOCK), expected[BLOCK];
    memset(block, 7, BLOCK);
    memset(expected, 7, BLOCK);
    block_pool_put(&pool, block);
    ck_assert_int_eq(memcmp(block + sizeof(void *), expected,
                            BLOCK - sizeof(void *)), 0);
    ck_assert_ptr_eq(block_pool_get(&pool, BLOCK), block);
    ck_assert_int_eq(memcmp(block + sizeof(void *), expected,
                            BLOCK - sizeof(void *)), 0);
    block_pool_close(&pool);
}
END_TEST

START_TEST(a_block_may_be_larger_than_a_slab)
{
    enum { HUGE_BLOCK = 1 << 20 };
    struct block_pool pool = {0};
    char *first = block_pool_get(&pool, HUGE_BLOCK);
    char *second = block_pool_get(&pool, HUGE_BLOCK);
    memset(first, 1, HUGE_BLOCK);
    memset(second, 2, HUGE_BLOCK);
    ck_assert_int_eq(first[HUGE_BLOCK - 1], 1);
    block_pool_close(&pool);
}
END_TEST

static void count_block(void *place, void *arg)
{
    int *seen = arg;
    int index = 0;
    memcpy(&index, (char *)place + sizeof(void *), sizeof index);
    seen[index]++;
}

START_TEST(each_visits_every_block_once)
{
    static int seen[MANY];
    struct block_pool pool = {0};
    get_many(&pool);
    for (int i = 0; i < MANY; i++)
        memcpy(blocks[i] + sizeof(void *), &i, sizeof i);
    for (int i = 0; i < MANY; i += 2)       /* also those given back */
        block_pool_put(&pool, blocks[i]);
    block_pool_each(&pool, BLOCK, count_block, seen);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(seen[i], 1);
    block_pool_close(&pool);
}
END_TEST

START_TEST(an_empty_pool_has_no_blocks)
{
    int seen[1] = {0};
    struct block_pool pool = {0};
    block_pool_each(&pool, BLOCK, count_block, seen);
    ck_assert_int_eq(seen[0], 0);
    block_pool_close(&pool);
}
END_TEST

START_TEST(a_closed_pool_can_be_used_again)
{
    struct block_pool pool = {0};
    block_pool_get(&pool, BLOCK);
    block_pool_close(&pool);
    ck_assert_ptr_nonnull(block_pool_get(&pool, BLOCK));
    block_pool_close(&pool);
}
END_TEST

Suite *memory_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *pools = tcase_create("pools");
    tcase_add_test(pools, blocks_are_apart_and_aligned);
    tcase_add_test(pools, new_blocks_are_zero);
    tcase_add_test(pools, the_latest_given_back_comes_first);
    tcase_add_test(pools, only_the_first_word_is_lost);
    tcase_add_test(pools, a_block_may_be_larger_than_a_slab);
    tcase_add_test(pools, each_visits_every_block_once);
    tcase_add_test(pools, an_empty_pool_has_no_blocks);
    tcase_add_test(pools, a_closed_pool_can_be_used_again);
    suite_add_tcase(suite, pools);
    return suite;
}
