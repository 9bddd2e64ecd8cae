/* Dates, deadlines and random numbers. */
#include "evenload_c/core.h"

#include "check.h"

#define DAY INT64_C(86400000000)
#define HOUR INT64_C(3600000000)

int main(void) {
  evenload_context* context = NULL;
  int32_t year = 0;
  int32_t week = 0;
  int64_t due = 0;
  uint32_t draws[8];
  uint32_t later[4];
  /* 2026-11-23 is day 20780; 2026-12-24 is day 20811. */
  const int64_t anchor = INT64_C(20780) * DAY + 9 * HOUR;
  const int32_t holidays[] = {20811, 20812, 20813};

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_core_iso_week(context, 20780, &year, &week));
  CHECK(year == 2026 && week == 48);
  CHECK_OK(context, evenload_core_iso_week(context, 18628, &year, &week)); /* 2021-01-01 */
  CHECK(year == 2020 && week == 53);
  CHECK(evenload_core_iso_week(context, 0, NULL, &week) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  /* 14 days after 23 November end with 7 December, 24:00 in Stockholm, 23:00 UTC. */
  CHECK_OK(context, evenload_core_due_instant(context, anchor, 14, EVENLOAD_DEADLINE_DAYS, EVENLOAD_ROLL_OVER_NEXT_WORKING_DAY, NULL, NULL, 0, &due));
  CHECK(due == INT64_C(20795) * DAY - 1 * HOUR);
  /* 31 days end on Christmas Eve, which is a holiday here; 25, 26 December and the Sunday follow. */
  CHECK_OK(context, evenload_core_due_instant(context, anchor, 31, EVENLOAD_DEADLINE_DAYS, EVENLOAD_ROLL_OVER_NEXT_WORKING_DAY, "Europe/Stockholm", holidays, 3, &due));
  CHECK(due == INT64_C(20816) * DAY - 1 * HOUR);
  CHECK_OK(context, evenload_core_due_instant(context, anchor, 31, EVENLOAD_DEADLINE_DAYS, EVENLOAD_ROLL_OVER_NONE, "UTC", holidays, 3, &due));
  CHECK(due == INT64_C(20812) * DAY);
  CHECK_OK(context, evenload_core_due_instant(context, anchor, 24, EVENLOAD_DEADLINE_HOURS, EVENLOAD_ROLL_OVER_NONE, NULL, NULL, 0, &due));
  CHECK(due == anchor + DAY);

  CHECK(evenload_core_due_instant(context, anchor, -1, EVENLOAD_DEADLINE_DAYS, 0, NULL, NULL, 0, &due) == EVENLOAD_ERROR_NEGATIVE_VALUE);
  CHECK(evenload_core_due_instant(context, anchor, 1, 77, 0, NULL, NULL, 0, &due) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "unit");
  CHECK(evenload_core_due_instant(context, anchor, 1, EVENLOAD_DEADLINE_DAYS, 0, "Nowhere/Nothing", NULL, 0, &due) == EVENLOAD_ERROR_UNKNOWN_ZONE);
  CHECK(evenload_core_due_instant(context, anchor, 1, EVENLOAD_DEADLINE_DAYS, 0, NULL, NULL, 2, &due) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  /* Counter 0, key 0: Random123's known answer. A later start gives the same numbers. */
  CHECK_OK(context, evenload_core_random(context, 0, 0, 0, 0, 0, 8, draws));
  CHECK(draws[0] == 0x6627e8d5u && draws[1] == 0xe169c58du && draws[2] == 0xbc57ac4cu && draws[3] == 0x9b00dbd8u);
  CHECK_OK(context, evenload_core_random(context, 0, 0, 0, 0, 3, 4, later));
  CHECK(memcmp(later, draws + 3, sizeof later) == 0);
  CHECK(evenload_core_random(context, 0, 0, 0, 0, 0, 1, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_OK(context, evenload_core_random(context, 0, 0, 0, 0, 0, 0, NULL));
  evenload_context_destroy(&context);
  return checked();
}
