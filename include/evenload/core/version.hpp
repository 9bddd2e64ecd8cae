#pragma once

#include <compare>

/// \file
/// The version of evenload. These three numbers are the only place where it is written: the CMake
/// project, the pkg-config files and the Python package read them from here.

#define EVENLOAD_VERSION_MAJOR 0
#define EVENLOAD_VERSION_MINOR 1
#define EVENLOAD_VERSION_PATCH 0

namespace evenload {

/// The version of the headers that a program was compiled with.
struct Version {
  int major;
  int minor;
  int patch;

  friend constexpr auto operator<=>(const Version&, const Version&) = default;
};

inline constexpr Version header_version{EVENLOAD_VERSION_MAJOR, EVENLOAD_VERSION_MINOR,
                                        EVENLOAD_VERSION_PATCH};

}  // namespace evenload
