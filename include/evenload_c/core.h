/* evenload C ABI: status codes, context, errors, tables, options, stop. Conventions: docs/conventions.md.
 *
 * Every function returns a status: 0 is OK, positive codes are errors and never change their meaning. "Nothing fits", "time is up" and
 * "cancelled" are OK plus an outcome. Out-pointers come last and are NULL after a failure. A context keeps the last error of the calls
 * made with it; use one context in one thread at a time. Handles may be destroyed in any order. Text is UTF-8.
 */
#ifndef EVENLOAD_C_CORE_H
#define EVENLOAD_C_CORE_H

#include <stddef.h>
#include <stdint.h>

#include "evenload_c/export.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t evenload_status;

enum {
  EVENLOAD_OK = 0,
  EVENLOAD_ERROR_INTERNAL = 1,
  EVENLOAD_ERROR_INVALID_ARGUMENT = 2,
  EVENLOAD_ERROR_OUT_OF_MEMORY = 3,
  EVENLOAD_ERROR_OVERFLOW = 4,
  EVENLOAD_ERROR_MISSING_COLUMN = 10,
  EVENLOAD_ERROR_WRONG_TYPE = 11,
  EVENLOAD_ERROR_LENGTH_MISMATCH = 12,
  EVENLOAD_ERROR_MISSING_VALUE = 13,
  EVENLOAD_ERROR_NOT_FINITE = 14,
  EVENLOAD_ERROR_NEGATIVE_VALUE = 15,
  EVENLOAD_ERROR_OUT_OF_RANGE = 16,
  EVENLOAD_ERROR_DUPLICATE_ID = 17,
  EVENLOAD_ERROR_UNKNOWN_ID = 18,
  EVENLOAD_ERROR_INVALID_ID = 19,
  EVENLOAD_ERROR_INVALID_DATE = 20,
  EVENLOAD_ERROR_UNKNOWN_ZONE = 21,
  EVENLOAD_ERROR_GAP_IN_BANDS = 22,
  EVENLOAD_ERROR_OVERLAP_IN_BANDS = 23,
  EVENLOAD_ERROR_UNKNOWN_WEIGHT = 24,
  EVENLOAD_ERROR_CYCLE = 25,
  EVENLOAD_ERROR_CONTRADICTION = 26,
  EVENLOAD_ERROR_UNSUPPORTED = 27,
  EVENLOAD_ERROR_PARSE_ERROR = 28,
  EVENLOAD_ERROR_UNSUPPORTED_SCHEMA = 29,
  EVENLOAD_ERROR_ENDS_BEFORE_START = 30,
  EVENLOAD_ERROR_UNKNOWN_FIELD = 31,
  EVENLOAD_ERROR_STALE_VERSION = 32
};

/* What a solver knows about its answer, and why it stopped. */
enum { EVENLOAD_OUTCOME_OPTIMAL = 0, EVENLOAD_OUTCOME_FEASIBLE = 1, EVENLOAD_OUTCOME_INFEASIBLE = 2, EVENLOAD_OUTCOME_UNKNOWN = 3 };
enum { EVENLOAD_STOP_DONE = 0, EVENLOAD_STOP_WORK = 1, EVENLOAD_STOP_TIME = 2, EVENLOAD_STOP_CANCELLED = 3 };

/* "0.1.0" of the library that runs. Since 0.1. */
EVENLOAD_C_API const char* evenload_version(void);
/* Stable name of a status, e.g. "duplicate_id"; "ok" for 0, "unknown" for a number without a name. Since 0.1. */
EVENLOAD_C_API const char* evenload_status_name(evenload_status status);

/* ---- Context ---------------------------------------------------------------------------------------------------------------- */

typedef struct evenload_context evenload_context;

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_context_create(evenload_context** out);
/* Sets *context to NULL; NULL and pointers to NULL are fine, as in every destroy function. Since 0.1. */
EVENLOAD_C_API void evenload_context_destroy(evenload_context** context);

/* The last error of this context. Text stays valid until the next call with the context; "" where there is none. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_context_error_status(const evenload_context* context);
EVENLOAD_C_API const char* evenload_context_error_message(const evenload_context* context);
EVENLOAD_C_API const char* evenload_context_error_table(const evenload_context* context);
EVENLOAD_C_API const char* evenload_context_error_column(const evenload_context* context);
/* Position from 0, or -1. */
EVENLOAD_C_API int64_t evenload_context_error_row(const evenload_context* context);
EVENLOAD_C_API const char* evenload_context_error_expected(const evenload_context* context);
EVENLOAD_C_API const char* evenload_context_error_found(const evenload_context* context);

/* ---- Text owned by evenload --------------------------------------------------------------------------------------------------- */

typedef struct evenload_text evenload_text;

/* Zero-terminated; valid until the text is destroyed; "" for NULL. Since 0.1. */
EVENLOAD_C_API const char* evenload_text_data(const evenload_text* text);
/* Bytes without the final zero. Since 0.1. */
EVENLOAD_C_API size_t evenload_text_size(const evenload_text* text);
EVENLOAD_C_API void evenload_text_destroy(evenload_text** text);

/* ---- Stopping and options --------------------------------------------------------------------------------------------------------- */

typedef struct evenload_stop evenload_stop;

/* Since 0.1. */
EVENLOAD_C_API evenload_status evenload_stop_create(evenload_stop** out);
/* From any thread, any number of times. A solver that was given it answers within 50 ms with its best plan so far. Since 0.1. */
EVENLOAD_C_API void evenload_stop_request(evenload_stop* stop);
EVENLOAD_C_API void evenload_stop_destroy(evenload_stop** stop);

/* Where a solver stands. `phase` is valid during the callback. */
typedef struct evenload_progress {
  int64_t work;
  int64_t work_limit; /* 0 where there is none */
  double seconds;
  const char* phase;
} evenload_progress;

/* Called from the calling thread about every 50 ms. A non-zero answer cancels; the best plan so far is kept. */
typedef int32_t (*evenload_progress_callback)(const evenload_progress* progress, void* user);

/* Options of every solver. Start from EVENLOAD_SOLVE_OPTIONS_INIT or evenload_solve_options_init. */
typedef struct evenload_solve_options {
  uint32_t struct_size; /* sizeof of the caller's struct; a larger one must be zero beyond what this library knows */
  int32_t threads;      /* 0: as many as the machine has */
  double time_limit;    /* seconds, > 0 */
  int64_t work_limit;   /* deterministic units; -1: the solver's default for the size */
  uint64_t seed;
  const evenload_stop* stop; /* NULL: none; must outlive the call only */
  evenload_progress_callback progress; /* NULL: none */
  void* user;
} evenload_solve_options;

#define EVENLOAD_SOLVE_OPTIONS_INIT {(uint32_t)sizeof(evenload_solve_options), 0, 10.0, -1, 0, NULL, NULL, NULL}
/* Since 0.1. */
EVENLOAD_C_API void evenload_solve_options_init(evenload_solve_options* options);

/* ---- Tables ------------------------------------------------------------------------------------------------------------------------- */

typedef struct evenload_table evenload_table;

/* Types of columns. Dates are days since 1970-01-01; instants are microseconds since then, UTC. */
enum {
  EVENLOAD_COLUMN_BOOLEAN = 0,
  EVENLOAD_COLUMN_INT64 = 1,
  EVENLOAD_COLUMN_FLOAT64 = 2,
  EVENLOAD_COLUMN_TEXT = 3,
  EVENLOAD_COLUMN_DATE = 4,
  EVENLOAD_COLUMN_INSTANT = 5,
  EVENLOAD_COLUMN_TEXT_LIST = 6
};

/* An empty table of `rows` rows named as in docs/data-model.md ("cases", "caseworkers", …). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_table_create(evenload_context* context, const char* name, int64_t rows, evenload_table** out);
/* From a JSON array of objects, one a row. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_table_from_json(evenload_context* context, const char* name, const char* json, size_t size, evenload_table** out);
EVENLOAD_C_API void evenload_table_destroy(evenload_table** table);

/* Each copies one value per row. `valid`: NULL, or one byte a row, 0 where the value is missing. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_table_set_boolean(evenload_context* context, evenload_table* table, const char* column, const uint8_t* values, const uint8_t* valid);
EVENLOAD_C_API evenload_status evenload_table_set_int64(evenload_context* context, evenload_table* table, const char* column, const int64_t* values, const uint8_t* valid);
EVENLOAD_C_API evenload_status evenload_table_set_float64(evenload_context* context, evenload_table* table, const char* column, const double* values, const uint8_t* valid);
/* NULL among the values is a missing value. Lists are text with ';' between their elements. */
EVENLOAD_C_API evenload_status evenload_table_set_text(evenload_context* context, evenload_table* table, const char* column, const char* const* values);
EVENLOAD_C_API evenload_status evenload_table_set_date(evenload_context* context, evenload_table* table, const char* column, const int32_t* days, const uint8_t* valid);
EVENLOAD_C_API evenload_status evenload_table_set_instant(evenload_context* context, evenload_table* table, const char* column, const int64_t* microseconds, const uint8_t* valid);

/* Reading. Since 0.1. */
EVENLOAD_C_API int64_t evenload_table_rows(const evenload_table* table);
EVENLOAD_C_API int64_t evenload_table_columns(const evenload_table* table);
/* Name and type by position; NULL and -1 past the end. */
EVENLOAD_C_API const char* evenload_table_column_name(const evenload_table* table, int64_t column);
EVENLOAD_C_API int32_t evenload_table_column_type(const evenload_table* table, int64_t column);
/* Position of a column, -1 where there is none. */
EVENLOAD_C_API int64_t evenload_table_find(const evenload_table* table, const char* column);
/* 1 where there is a value, 0 where it is missing or out of the table. */
EVENLOAD_C_API int32_t evenload_table_is_valid(const evenload_table* table, int64_t column, int64_t row);
/* One value: booleans, whole numbers, days of a date, microseconds of an instant. \error wrong_type, out_of_range, missing_value */
EVENLOAD_C_API evenload_status evenload_table_get_int64(evenload_context* context, const evenload_table* table, int64_t column, int64_t row, int64_t* out);
/* float64 and int64 columns. */
EVENLOAD_C_API evenload_status evenload_table_get_float64(evenload_context* context, const evenload_table* table, int64_t column, int64_t row, double* out);
/* Text columns; the text lives as long as the table. */
EVENLOAD_C_API evenload_status evenload_table_get_text(evenload_context* context, const evenload_table* table, int64_t column, int64_t row, const char** out);
/* The whole table as a JSON array of objects. */
EVENLOAD_C_API evenload_status evenload_table_to_json(evenload_context* context, const evenload_table* table, evenload_text** out);

/* ---- Dates, deadlines, random numbers -------------------------------------------------------------------------------------------------- */

enum {
  EVENLOAD_DEADLINE_HOURS = 0,
  EVENLOAD_DEADLINE_DAYS = 1,
  EVENLOAD_DEADLINE_WORKING_DAYS = 2,
  EVENLOAD_DEADLINE_WEEKS = 3,
  EVENLOAD_DEADLINE_MONTHS = 4,
  EVENLOAD_DEADLINE_YEARS = 5
};
enum { EVENLOAD_ROLL_OVER_NONE = 0, EVENLOAD_ROLL_OVER_NEXT_WORKING_DAY = 1 };

/* Last instant (microseconds since 1970, UTC) that keeps a deadline counted from `anchor`. `zone`: NULL for Europe/Stockholm.
 * `holidays`: `holiday_count` days since 1970-01-01. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_core_due_instant(evenload_context* context, int64_t anchor, int64_t amount, int32_t unit, int32_t roll_over, const char* zone,
                                                         const int32_t* holidays, size_t holiday_count, int64_t* out);
/* ISO 8601 week of a day: its year and its number from 1 to 53. Since 0.1. */
EVENLOAD_C_API evenload_status evenload_core_iso_week(evenload_context* context, int32_t day, int32_t* year, int32_t* week);
/* `count` 32-bit draws, from draw number `first` on, of the stream keyed by (seed, replication, entity, purpose). Since 0.1. */
EVENLOAD_C_API evenload_status evenload_core_random(evenload_context* context, uint64_t seed, uint32_t replication, uint32_t entity, uint32_t purpose, uint64_t first, size_t count,
                                                    uint32_t* out);

#ifdef __cplusplus
}
#endif

#endif
