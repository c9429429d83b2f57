// Known answers, computed with another binding of xxHash (python-xxhash 4.1.0, xxHash 0.8.4) from the byte layouts of
// docs/algorithm.md. A failure means that stored hashes would no longer be found.
#include "base/hash.h"

#include <array>
#include <cstdint>
#include <string>

#include "support/catch.h"

using namespace nuskha;

TEST_CASE("64-bit hashes of bytes have their published values") {
  CHECK(hash64("") == 0x2d06800538d394c2u);
  CHECK(hash64("a") == 0xe6c632b61e964e1fu);
  CHECK(hash64("نسخة") == 0x19c75e1d5738d3bau);
  CHECK(hash64(std::string(1000, 'x')) == 0xc0a4877b962cba82u);
}

TEST_CASE("128-bit hashes of bytes have their published values, high half first in hexadecimal") {
  CHECK(to_hex(hash128("")) == "99aa06d3014798d86001c324468d497f");
  CHECK(to_hex(hash128("a")) == "a96faf705af16834e6c632b61e964e1f");
  CHECK(to_hex(hash128("نسخة")) == "0615ebd3cb492850c01a173b92bd9abb");
  CHECK(to_hex(hash128(std::string(1000, 'x'))) == "50a1af5a5f2dcf01c0a4877b962cba82");
  CHECK(hash128("a").low == 0xe6c632b61e964e1fu);
  CHECK(hash128("a").high == 0xa96faf705af16834u);
}

TEST_CASE("seeded hashes take the number as eight bytes, least first") {
  CHECK(hash64_seeded(0, 0) == 0xc77b3abb6f87acd9u);
  CHECK(hash64_seeded(1, 0) == 0x2fbc593564db792eu);
  CHECK(hash64_seeded(1, 1) == 0x85671091eda75eb5u);
  CHECK(hash64_seeded(0x0123456789abcdefu, 1) == 0xd95750386d2d6e1du);
  CHECK(hash64_seeded(0x0123456789abcdefu, 128) == 0xee4b47dcfa8fe558u);
  CHECK(hash64_seeded(~std::uint64_t{0}, 255) == 0xd94fdafa5b815981u);
}

TEST_CASE("the hash of a number under seed 0 is the hash of its bytes") {
  const std::uint64_t value = 0x0807060504030201u;
  CHECK(hash64_seeded(value, 0) == hash64("\x01\x02\x03\x04\x05\x06\x07\x08"));
}

TEST_CASE("a shingle's bytes are its word ids, four bytes each, least first") {
  const std::array<std::uint32_t, 3> words = {1, 2, 0x80000003u};
  CHECK(hash64(words.data(), sizeof words) == 0xda6189b25d96e4feu);
  CHECK(hash64(words.data(), sizeof words) == hash64(std::string_view("\1\0\0\0\2\0\0\0\3\0\0\x80", 12)));
}

TEST_CASE("hexadecimal keeps leading zeros and lower case") {
  CHECK(to_hex({}) == "00000000000000000000000000000000");
  CHECK(to_hex({.low = 0xABCDEFu, .high = 1}) == "00000000000000010000000000abcdef");
  CHECK(to_hex({.low = ~std::uint64_t{0}, .high = 0}) == "0000000000000000ffffffffffffffff");
}

TEST_CASE("hashes order by their low half first") {
  CHECK(Hash128{1, 9} < Hash128{2, 0});
  CHECK(Hash128{1, 0} < Hash128{1, 1});
  CHECK(Hash128{3, 4} == Hash128{3, 4});
}
