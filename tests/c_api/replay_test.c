/* Replay of an event log: tables, structs of other versions, refusals. */
#include "evenload_c/replay.h"

#include "check.h"

#define TEXT(text) (text), (sizeof(text) - 1)

static const char log_json[] =
    "[{\"case\": \"a\", \"who\": \"Ann\", \"time\": \"2026-03-02T09:00:00Z\"},"
    " {\"case\": \"a\", \"who\": \"Ann\", \"time\": \"2026-03-12T09:00:00Z\"},"
    " {\"case\": \"b\", \"who\": \"Ann\", \"time\": \"2026-03-03T09:00:00Z\"},"
    " {\"case\": \"c\", \"who\": \"Bo\", \"time\": \"2026-03-04T09:00:00Z\"}]";
static const char mapping_json[] =
    "{\"schema_version\": \"1.0\", \"case_column\": \"case\", \"time_column\": \"time\","
    " \"resource_column\": \"who\", \"open\": \"events\", \"zone\": \"UTC\"}";
static const char policy_json[] = "{\"schema_version\": \"1.0\"}";
static const char people_json[] =
    "[{\"id\": \"Ann\", \"capacity\": 1}, {\"id\": \"Bo\", \"capacity\": 2}]";

static evenload_context* context = NULL;
static evenload_policy* policy = NULL;
static evenload_table* log_table = NULL;

static evenload_replay_log given(void) {
  evenload_replay_log log = EVENLOAD_REPLAY_LOG_INIT;
  log.log = log_table;
  log.mapping = mapping_json;
  log.mapping_size = sizeof(mapping_json) - 1;
  return log;
}

static void replays(void) {
  evenload_replay_log log = given();
  evenload_replay_settings settings = EVENLOAD_REPLAY_SETTINGS_INIT;
  evenload_table *weeks = NULL, *measures = NULL, *people = NULL;
  evenload_text* text = NULL;
  CHECK_OK(context,
           evenload_allocation_replay(context, &log, policy, NULL, NULL, &weeks, &measures, &text));
  CHECK(evenload_table_rows(weeks) == 2);
  CHECK(evenload_table_rows(measures) == 13);
  CHECK(strstr(evenload_text_data(text), "\"cannot_know\"") != NULL);
  evenload_table_destroy(&weeks);
  evenload_table_destroy(&measures);
  evenload_text_destroy(&text);

  settings.durations = EVENLOAD_DURATIONS_RESAMPLED;
  settings.replications = 3;
  settings.batch_days = 1U | 1U << 3;
  CHECK_OK(context, evenload_table_from_json(context, "caseworkers", TEXT(people_json), &people));
  log.caseworkers = people;
  CHECK_OK(context,
           evenload_allocation_replay(context, &log, policy, &settings, NULL, NULL, NULL, &text));
  CHECK(strstr(evenload_text_data(text), "\"replications\":3") != NULL);
  CHECK(strstr(evenload_text_data(text), "\"batch_days\":[1,4]") != NULL);
  evenload_text_destroy(&text);
  evenload_table_destroy(&people);
}

static void compares(void) {
  const evenload_replay_log log = given();
  const char* const names[] = {"as it was", "default"};
  const evenload_policy* policies[2];
  evenload_table *measures = NULL, *replications = NULL;
  evenload_text* text = NULL;
  evenload_replay_settings settings = EVENLOAD_REPLAY_SETTINGS_INIT;
  policies[0] = NULL;
  policies[1] = policy;
  settings.replications = 4;
  CHECK_OK(context,
           evenload_allocation_compare_policies(context, &log, names, policies, 2, 0, &settings,
                                                NULL, &measures, &replications, &text));
  CHECK(evenload_table_rows(measures) == 2 * 13);
  CHECK(evenload_table_rows(replications) == 4 * 2);
  CHECK(evenload_table_find(measures, "difference") >= 0);
  CHECK(strstr(evenload_text_data(text), "\"baseline\":\"as it was\"") != NULL);
  evenload_table_destroy(&measures);
  evenload_table_destroy(&replications);
  evenload_text_destroy(&text);
  CHECK(evenload_allocation_compare_policies(context, &log, names, policies, 0, 0, NULL, NULL, NULL,
                                             NULL, &text) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_compare_policies(context, &log, names, policies, 2, 2, NULL, NULL, NULL,
                                             NULL, &text) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_compare_policies(context, &log, NULL, policies, 2, 0, NULL, NULL, NULL,
                                             NULL, &text) == EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(text == NULL);
}

static void refuses(void) {
  evenload_replay_log log = given();
  evenload_replay_settings settings = EVENLOAD_REPLAY_SETTINGS_INIT;
  evenload_replay_settings filled;
  evenload_table* weeks = NULL;
  evenload_replay_settings_init(&filled);
  CHECK(filled.struct_size == settings.struct_size && filled.replications == 1 &&
        filled.coverage == 0.95);
  evenload_replay_settings_init(NULL);
  evenload_replay_log_init(NULL);
  evenload_replay_log_init(&log);
  CHECK(log.struct_size == sizeof log && log.log == NULL);
  CHECK(evenload_allocation_replay(context, &log, policy, NULL, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  log = given();
  settings.replications = 0;
  CHECK(evenload_allocation_replay(context, &log, policy, &settings, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_OUT_OF_RANGE);
  CHECK_TEXT(evenload_context_error_column(context), "replications");
  settings.replications = 1;
  settings.batch_days = 128;
  CHECK(evenload_allocation_replay(context, &log, policy, &settings, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  /* An older caller's struct ends before the batches. */
  settings.struct_size = 32;
  CHECK_OK(context,
           evenload_allocation_replay(context, &log, policy, &settings, NULL, &weeks, NULL, NULL));
  evenload_table_destroy(&weeks);
  settings.struct_size = 2;
  CHECK(evenload_allocation_replay(context, &log, policy, &settings, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_replay(context, &log, NULL, NULL, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  CHECK(evenload_allocation_replay(NULL, &log, policy, NULL, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_INVALID_ARGUMENT);
  log.mapping_size = 5;
  CHECK(evenload_allocation_replay(context, &log, policy, NULL, NULL, &weeks, NULL, NULL) ==
        EVENLOAD_ERROR_PARSE_ERROR);
  CHECK(weeks == NULL);
}

int main(void) {
  CHECK(evenload_context_create(&context) == EVENLOAD_OK);
  CHECK_OK(context, evenload_allocation_policy_from_json(context, TEXT(policy_json), &policy));
  CHECK_OK(context, evenload_table_from_json(context, "log", TEXT(log_json), &log_table));
  replays();
  compares();
  refuses();
  evenload_table_destroy(&log_table);
  evenload_allocation_policy_destroy(&policy);
  evenload_context_destroy(&context);
  return checked();
}
