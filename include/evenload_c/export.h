/* Visibility of the C ABI. Not in these headers = not API. */
#ifndef EVENLOAD_C_EXPORT_H
#define EVENLOAD_C_EXPORT_H

#if defined(_WIN32)
#if defined(EVENLOAD_C_BUILD)
#define EVENLOAD_C_API __declspec(dllexport)
#else
#define EVENLOAD_C_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define EVENLOAD_C_API __attribute__((visibility("default")))
#else
#define EVENLOAD_C_API
#endif

#endif
