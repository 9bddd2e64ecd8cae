/* Contexts, statuses and texts. */
#include "evenload_c/evenload.h"

#include "check.h"

int main(void) {
  evenload_context* context = NULL;
  evenload_table* table = NULL;
  evenload_stop* stop = NULL;
  evenload_text* text = NULL;

  CHECK(strlen(evenload_version()) >= 5);
  CHECK_TEXT(evenload_status_name(EVENLOAD_OK), "ok");
  CHECK_TEXT(evenload_status_name(EVENLOAD_ERROR_DUPLICATE_ID), "duplicate_id");
  CHECK_TEXT(evenload_status_name(EVENLOAD_ERROR_UNKNOWN_FIELD), "unknown_field");
  CHECK_TEXT(evenload_status_name(EVENLOAD_ERROR_STALE_VERSION), "stale_version");
  CHECK_TEXT(evenload_status_name(9999), "unknown");
  CHECK_TEXT(evenload_status_name(-1), "unknown");

  CHECK(evenload_context_create(NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK(evenload_context_error_status(context) == EVENLOAD_OK);
  CHECK_TEXT(evenload_context_error_message(context), "");
  CHECK(evenload_context_error_row(context) == -1);

  /* An error keeps its parts until the next call, which forgets them. */
  table = (evenload_table*)context;
  CHECK(evenload_table_create(context, NULL, 1, &table) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(table == NULL);
  CHECK(evenload_context_error_status(context) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "name");
  CHECK_TEXT(evenload_context_error_found(context), "NULL");
  CHECK(strstr(evenload_context_error_message(context), "name") != NULL);
  CHECK_OK(context, evenload_table_create(context, "cases", 0, &table));
  CHECK(evenload_context_error_status(context) == EVENLOAD_OK);
  CHECK_TEXT(evenload_context_error_column(context), "");
  evenload_table_destroy(&table);
  CHECK(table == NULL);

  /* No context, no output: a status, never a crash. */
  CHECK(evenload_table_create(NULL, "cases", 0, &table) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(table == NULL);
  CHECK(evenload_table_create(context, "cases", 0, NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_column(context), "out");
  CHECK(evenload_context_error_status(NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK_TEXT(evenload_context_error_message(NULL), "");
  CHECK_TEXT(evenload_context_error_table(NULL), "");
  CHECK_TEXT(evenload_context_error_column(NULL), "");
  CHECK_TEXT(evenload_context_error_expected(NULL), "");
  CHECK_TEXT(evenload_context_error_found(NULL), "");
  CHECK(evenload_context_error_row(NULL) == -1);

  CHECK_TEXT(evenload_text_data(NULL), "");
  CHECK(evenload_text_size(NULL) == 0);
  evenload_text_destroy(NULL);
  evenload_text_destroy(&text);
  evenload_table_destroy(NULL);
  evenload_stop_request(NULL);
  CHECK(evenload_stop_create(NULL) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_stop_create(&stop) == EVENLOAD_OK);
  evenload_stop_request(stop);
  evenload_stop_request(stop);
  evenload_stop_destroy(&stop);
  CHECK(stop == NULL);
  evenload_stop_destroy(&stop);
  evenload_context_destroy(&context);
  CHECK(context == NULL);
  evenload_context_destroy(&context);
  evenload_context_destroy(NULL);
  return checked();
}
