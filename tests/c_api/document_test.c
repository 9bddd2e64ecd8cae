/* The document call: requests, answers, extensions, errors as documents. */
#include "evenload_c/document.h"

#include "check.h"

static const char request[] =
    "{\"schema_version\": \"1.0\", \"call\": \"allocate\","
    " \"input\": {\"cases\": [{\"id\": \"c1\", \"weight\": 5}, {\"id\": \"c2\", \"weight\": \"9/2\"}],"
    "            \"caseworkers\": [{\"id\": \"w1\", \"unit\": \"a\", \"capacity\": 50}, {\"id\": \"w2\", \"unit\": \"a\", \"capacity\": 50}]},"
    " \"policy\": {\"schema_version\": \"1.0\", \"on\": \"2026-11-23\"}, \"options\": {\"seed\": 7}, \"extensions\": {\"ticket\": \"T-77\"}}";

static void answers(evenload_context* context) {
  evenload_text* answer = NULL;
  CHECK_OK(context, evenload_document_call(context, request, strlen(request), NULL, &answer));
  CHECK(strstr(evenload_text_data(answer), "\"result\"") != NULL);
  CHECK(strstr(evenload_text_data(answer), "\"T-77\"") != NULL);
  CHECK(strstr(evenload_text_data(answer), "\"error\"") == NULL);
  evenload_text_destroy(&answer);
}

/* Whatever comes in, an error document comes out. */
static void refuses(evenload_context* context, const char* text, size_t size, const char* code) {
  evenload_text* answer = NULL;
  CHECK_OK(context, evenload_document_call(context, text, size, NULL, &answer));
  CHECK(strstr(evenload_text_data(answer), "\"error\"") != NULL);
  if (strstr(evenload_text_data(answer), code) == NULL) fprintf(stderr, "no %s in %s\n", code, evenload_text_data(answer));
  CHECK(strstr(evenload_text_data(answer), code) != NULL);
  evenload_text_destroy(&answer);
}

#define REFUSES(context, text, code) refuses((context), (text), sizeof(text) - 1, (code))

int main(void) {
  evenload_context* context = NULL;
  evenload_text* answer = NULL;
  char deep[20000];
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  answers(context);
  REFUSES(context, "", "parse_error");
  REFUSES(context, "{\"schema_version\"", "parse_error");
  REFUSES(context, "\xff\xfe", "parse_error");
  REFUSES(context, "[]", "wrong_type");
  REFUSES(context, "{\"schema_version\": \"9.0\", \"call\": \"allocate\"}", "unsupported_schema");
  REFUSES(context, "{\"schema_version\": \"1.0\", \"call\": \"dance\"}", "\"error\"");
  REFUSES(context, "{\"schema_version\": \"1.0\", \"call\": \"allocate\", \"inputs\": {}, \"input\": {\"cases\": [], \"caseworkers\": []}, \"policy\": {\"on\": \"2026-11-23\"}}", "unknown_field");
  REFUSES(context,
          "{\"schema_version\": \"1.0\", \"call\": \"allocate\", \"policy\": {\"schema_version\": \"1.0\", \"on\": \"2026-11-23\"},"
          " \"input\": {\"cases\": [{\"id\": \"c1\", \"weight\": 1}, {\"id\": \"c1\", \"weight\": 1}], \"caseworkers\": []}}",
          "duplicate_id");
  memset(deep, '[', sizeof deep);
  refuses(context, deep, sizeof deep, "parse_error");
  CHECK(evenload_document_call(context, NULL, 0, NULL, &answer) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(answer == NULL);
  evenload_context_destroy(&context);
  return checked();
}
