/* Tables in and out. */
#include "evenload_c/core.h"

#include "check.h"

int main(void) {
  evenload_context* context = NULL;
  evenload_table* table = NULL;
  evenload_table* read = NULL;
  evenload_text* json = NULL;
  const char* const ids[] = {"A-1", "\xc3\x85-2", NULL};
  const int64_t whole[] = {1, 2, 3};
  const double fractions[] = {0.5, 1.5, 2.5};
  const uint8_t flags[] = {0, 1, 7};
  const uint8_t valid[] = {1, 0, 1};
  const int32_t days[] = {20780, 20781, 20782};
  const int64_t instants[] = {0, 1000000, 2000000};
  const char* text = NULL;
  int64_t number = 0;
  double fraction = 0;
  const char* bad = "[{\"id\": 1}, 7]";
  const char* good = "[{\"id\": \"A\", \"weight\": 2.5}, {\"id\": \"B\"}]";

  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK(evenload_table_create(context, "cases", -1, &table) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_OK(context, evenload_table_create(context, "cases", 3, &table));
  CHECK_OK(context, evenload_table_set_text(context, table, "id", ids));
  CHECK_OK(context, evenload_table_set_int64(context, table, "priority", whole, valid));
  CHECK_OK(context, evenload_table_set_float64(context, table, "weight", fractions, NULL));
  CHECK_OK(context, evenload_table_set_boolean(context, table, "risk", flags, NULL));
  CHECK_OK(context, evenload_table_set_date(context, table, "start", days, NULL));
  CHECK_OK(context, evenload_table_set_instant(context, table, "received", instants, NULL));
  CHECK(evenload_table_set_int64(context, table, "priority", whole, NULL) == EVENLOAD_ERROR_DUPLICATE_ID);
  CHECK(evenload_table_set_int64(context, table, "other", NULL, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_table_set_int64(context, NULL, "other", whole, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_table_set_int64(context, table, NULL, whole, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  CHECK(evenload_table_rows(table) == 3);
  CHECK(evenload_table_columns(table) == 6);
  CHECK_TEXT(evenload_table_column_name(table, 1), "priority");
  CHECK(evenload_table_column_name(table, 6) == NULL);
  CHECK(evenload_table_column_type(table, 4) == EVENLOAD_COLUMN_DATE);
  CHECK(evenload_table_column_type(table, -1) == -1);
  CHECK(evenload_table_find(table, "risk") == 3);
  CHECK(evenload_table_find(table, "nothing") == -1);
  CHECK(evenload_table_is_valid(table, 1, 0) == 1);
  CHECK(evenload_table_is_valid(table, 1, 1) == 0);
  CHECK(evenload_table_is_valid(table, 0, 2) == 0);
  CHECK(evenload_table_is_valid(table, 0, 3) == 0);
  CHECK_OK(context, evenload_table_get_text(context, table, 0, 1, &text));
  CHECK_TEXT(text, "\xc3\x85-2");
  CHECK_OK(context, evenload_table_get_int64(context, table, 1, 2, &number));
  CHECK(number == 3);
  CHECK_OK(context, evenload_table_get_float64(context, table, 2, 1, &fraction));
  CHECK(fraction == 1.5);
  CHECK_OK(context, evenload_table_get_float64(context, table, 1, 2, &fraction));
  CHECK(fraction == 3);
  CHECK_OK(context, evenload_table_get_int64(context, table, 3, 2, &number));
  CHECK(number == 1);
  CHECK_OK(context, evenload_table_get_int64(context, table, 4, 0, &number));
  CHECK(number == 20780);
  CHECK_OK(context, evenload_table_get_int64(context, table, 5, 1, &number));
  CHECK(number == 1000000);

  CHECK(evenload_table_get_int64(context, table, 1, 1, &number) == EVENLOAD_ERROR_MISSING_VALUE);
  CHECK_TEXT(evenload_context_error_table(context), "cases");
  CHECK_TEXT(evenload_context_error_column(context), "priority");
  CHECK(evenload_context_error_row(context) == 1);
  CHECK(evenload_table_get_int64(context, table, 0, 0, &number) == EVENLOAD_ERROR_WRONG_TYPE);
  CHECK(evenload_table_get_text(context, table, 1, 0, &text) == EVENLOAD_ERROR_WRONG_TYPE);
  CHECK(text == NULL);
  CHECK(evenload_table_get_float64(context, table, 0, 0, &fraction) == EVENLOAD_ERROR_WRONG_TYPE);
  CHECK(evenload_table_get_int64(context, table, 1, 3, &number) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_table_get_int64(context, table, 9, 0, &number) == EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK(evenload_table_get_int64(context, table, 1, 0, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  CHECK_OK(context, evenload_table_to_json(context, table, &json));
  CHECK(evenload_text_size(json) == strlen(evenload_text_data(json)));
  CHECK(strstr(evenload_text_data(json), "2026-11-23") != NULL);
  evenload_text_destroy(&json);

  CHECK_OK(context, evenload_table_from_json(context, "cases", good, strlen(good), &read));
  CHECK(evenload_table_rows(read) == 2);
  CHECK(evenload_table_is_valid(read, evenload_table_find(read, "weight"), 1) == 0);
  evenload_table_destroy(&read);
  CHECK(evenload_table_from_json(context, "cases", bad, strlen(bad), &read) == EVENLOAD_ERROR_WRONG_TYPE);
  CHECK(read == NULL);
  CHECK_TEXT(evenload_context_error_table(context), "cases");
  CHECK(evenload_context_error_row(context) == 1);
  CHECK(evenload_table_from_json(context, "cases", "[", 1, &read) == EVENLOAD_ERROR_PARSE_ERROR);
  CHECK(evenload_table_from_json(context, "cases", NULL, 0, &read) == EVENLOAD_ERROR_INVALID_ARGUMENT);

  evenload_table_destroy(&table);
  evenload_context_destroy(&context);
  return checked();
}
