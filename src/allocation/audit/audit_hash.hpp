/// \file
/// The hash behind audit records. Private.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace evenload::allocation::detail {

/// \throws InvalidDataError(out_of_range)
void check_key_size(std::size_t bytes);
std::string hexadecimal(std::span<const unsigned char> bytes);
/// With a key of any length, as the published vectors have it. Only in builds with libcrypto.
std::string hmac_sha256_hex(std::span<const std::byte> key, std::string_view message);

}  // namespace evenload::allocation::detail
