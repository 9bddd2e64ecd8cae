// HMAC-SHA-256 by OpenSSL's libcrypto. Builds without it (the Python package, which brings its own) refuse.
#include "evenload/allocation/audit.hpp"

#include <array>
#include <new>

#include "evenload/core/errors.hpp"

#ifdef EVENLOAD_HAS_LIBCRYPTO
#include <openssl/crypto.h>
#include <openssl/evp.h>
#endif

#include "audit_hash.hpp"

namespace evenload::allocation {

namespace detail {

void check_key_size(std::size_t bytes) {
  if (bytes >= minimum_key_bytes) return;
  throw InvalidDataError({ErrorCode::out_of_range, "audit", "key", std::nullopt, "a key of at least " + std::to_string(minimum_key_bytes) + " bytes",
                          bytes == 0 ? "none" : std::to_string(bytes) + " bytes"});
}

std::string hexadecimal(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0xFU];
  }
  return text;
}

#ifdef EVENLOAD_HAS_LIBCRYPTO

std::string hmac_sha256_hex(std::span<const std::byte> key, std::string_view message) {
  constexpr std::size_t digest_bytes = 32;
  std::array<unsigned char, digest_bytes> digest{};
  std::size_t written = 0;
  // A null pointer would mean "as before" there.
  const void* const key_bytes = key.empty() ? static_cast<const void*>("") : key.data();
  const char* const text = message.empty() ? "" : message.data();
  const auto* const made = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key_bytes, key.size(), reinterpret_cast<const unsigned char*>(text),
                                     message.size(), digest.data(), digest.size(), &written);
  if (made == nullptr || written != digest_bytes) {
    throw Error({ErrorCode::internal, "audit", "key", std::nullopt, "HMAC-SHA-256 from libcrypto", "a failure"});
  }
  return hexadecimal(digest);
}

namespace {

class LibcryptoHash final : public KeyedHash {
 public:
  explicit LibcryptoHash(std::span<const std::byte> key) : key_(key.begin(), key.end()) {}
  ~LibcryptoHash() override { OPENSSL_cleanse(key_.data(), key_.size()); }
  std::string digest(std::string_view message) const override { return hmac_sha256_hex(key_, message); }
  bool same(std::string_view a, std::string_view b) const override {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
  }

 private:
  std::vector<std::byte> key_;
};

}  // namespace

#endif

}  // namespace detail

std::unique_ptr<KeyedHash> hmac_sha256(std::span<const std::byte> key) {
  detail::check_key_size(key.size());
#ifdef EVENLOAD_HAS_LIBCRYPTO
  return std::make_unique<detail::LibcryptoHash>(key);
#else
  throw Error({ErrorCode::unsupported, "audit", "key", std::nullopt, "a build with EVENLOAD_LIBCRYPTO", "one without"});
#endif
}

}  // namespace evenload::allocation
