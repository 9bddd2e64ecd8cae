/* Checks of the C tests: each failure is printed with its place, and counted. */
#ifndef EVENLOAD_TESTS_C_API_CHECK_H
#define EVENLOAD_TESTS_C_API_CHECK_H

#include <stdio.h>
#include <string.h>

static int failures = 0;
static int checks = 0;

#define CHECK(condition)                                                          \
  do {                                                                            \
    ++checks;                                                                     \
    if (!(condition)) {                                                           \
      ++failures;                                                                 \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);     \
    }                                                                             \
  } while (0)

#define CHECK_TEXT(found, expected)                                                                      \
  do {                                                                                                   \
    const char* found_text = (found);                                                                    \
    ++checks;                                                                                            \
    if (found_text == NULL || strcmp(found_text, (expected)) != 0) {                                     \
      ++failures;                                                                                        \
      fprintf(stderr, "%s:%d: expected \"%s\", found \"%s\"\n", __FILE__, __LINE__, (expected),          \
              found_text == NULL ? "(NULL)" : found_text);                                               \
    }                                                                                                    \
  } while (0)

#define CHECK_OK(context, call)                                                                          \
  do {                                                                                                   \
    evenload_status checked_status = (call);                                                             \
    ++checks;                                                                                            \
    if (checked_status != EVENLOAD_OK) {                                                                 \
      ++failures;                                                                                        \
      fprintf(stderr, "%s:%d: %s: %d, %s\n", __FILE__, __LINE__, #call, (int)checked_status,             \
              evenload_context_error_message(context));                                                  \
    }                                                                                                    \
  } while (0)

/* What main returns. A program without a single check has not tested anything. */
static int checked(void) {
  printf("%d checks, %d failures\n", checks, failures);
  return failures == 0 && checks > 0 ? 0 : 1;
}

#endif
