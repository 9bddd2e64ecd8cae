#pragma once

/// \file
/// `EVENLOAD_API` marks what stays visible when the modules are compiled with hidden visibility.
/// The modules are static libraries, so by default it is empty: a shared library that contains them
/// decides itself what it shows. Whoever builds the modules into a shared library of its own that
/// offers the C++ API defines `EVENLOAD_SHARED` for it and for its users, and
/// `EVENLOAD_SHARED_BUILD` while building it.

#if defined(EVENLOAD_SHARED) && defined(_WIN32)
#if defined(EVENLOAD_SHARED_BUILD)
#define EVENLOAD_API __declspec(dllexport)
#else
#define EVENLOAD_API __declspec(dllimport)
#endif
#elif defined(EVENLOAD_SHARED)
#define EVENLOAD_API __attribute__((visibility("default")))
#else
#define EVENLOAD_API
#endif
