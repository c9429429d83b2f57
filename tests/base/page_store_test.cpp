// Arrays that go to disk and come back.
#include "base/page_store.h"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <thread>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"
#include "support/run_program.h"

using namespace nuskha;
using nuskha::testing::TemporaryFolder;

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;
constexpr std::size_t numbers_per_block = 2 * mebibyte / sizeof(std::uint64_t);

/// Number i of a sequence (SplitMix64). Millions of them are compared, without optimization under sanitizers: a plain
/// loop over them takes a tenth of the time of a generator with a state and of iterators.
std::uint64_t number_at(std::uint64_t seed, std::uint64_t i) {
  std::uint64_t mixed = (seed << 32) + i * 0x9E3779B97F4A7C15;
  mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
  return mixed ^ mixed >> 31;
}

PageVector<std::uint64_t> random_numbers(PageStore& pages, std::uint64_t seed) {
  PageVector<std::uint64_t> out(numbers_per_block, &pages);
  std::uint64_t* const numbers = out.data();
  for (std::size_t i = 0; i < numbers_per_block; ++i) numbers[i] = number_at(seed, i);
  return out;
}

bool is_random(const PageVector<std::uint64_t>& found, std::uint64_t seed) {
  const std::uint64_t* const numbers = found.data();
  if (found.size() != numbers_per_block) return false;
  for (std::size_t i = 0; i < numbers_per_block; ++i)
    if (numbers[i] != number_at(seed, i)) return false;
  return true;
}

bool is_empty(const TemporaryFolder& folder) { return std::filesystem::is_empty(folder.path()); }

/// Lets no file of this process grow beyond a size.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::size_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace

TEST_CASE("a store with room enough writes nothing") {
  const TemporaryFolder folder;
  PageStore pages(std::uint64_t{1} << 60, folder.path());
  std::vector<PageVector<std::uint64_t>> blocks;
  for (std::uint64_t i = 0; i < 8; ++i) seal(blocks.emplace_back(random_numbers(pages, i)));
  pages.relieve();
  CHECK(pages.bytes_on_disk() == 0);
  for (std::uint64_t i = 0; i < 8; ++i) CHECK(is_random(blocks[i], i));
  CHECK_FALSE(pages.failure());
}

TEST_CASE("sealed blocks beyond the budget go to disk, and keep their addresses and bytes") {
  const TemporaryFolder folder;
  const std::uint64_t budget = resident_bytes() + 24 * mebibyte;
  PageStore pages(budget, folder.path());
  std::vector<PageVector<std::uint64_t>> blocks;
  std::vector<const std::uint64_t*> addresses;
  constexpr std::uint64_t num_blocks = 64;  // 128 MiB
  for (std::uint64_t i = 0; i < num_blocks; ++i) {
    blocks.push_back(random_numbers(pages, i));
    addresses.push_back(blocks.back().data());
    seal(blocks.back());
  }
  pages.relieve();
  if (!reference::sanitized) CHECK(resident_bytes() <= budget + 8 * mebibyte);  // a sanitizer has memory of its own
  CHECK(pages.bytes_on_disk() >= 96 * mebibyte);
  CHECK(is_empty(folder));  // the file has no name
  for (std::uint64_t i = 0; i < num_blocks; ++i) {
    CHECK(blocks[i].data() == addresses[i]);
    CHECK(is_random(blocks[i], i));
  }
  pages.relieve();
  if (!reference::sanitized) CHECK(resident_bytes() <= budget + 8 * mebibyte);  // a sanitizer has memory of its own
  CHECK_FALSE(pages.failure());
}

TEST_CASE("threads that read meanwhile see the same bytes") {
  const TemporaryFolder folder;
  PageStore pages(resident_bytes() + 8 * mebibyte, folder.path());
  std::vector<PageVector<std::uint64_t>> blocks;
  blocks.reserve(32);
  for (std::uint64_t i = 0; i < 32; ++i) blocks.push_back(random_numbers(pages, i));
  std::vector<std::thread> readers;
  std::vector<int> num_wrong(3);
  for (std::size_t reader = 0; reader < num_wrong.size(); ++reader)
    readers.emplace_back([&, reader] {
      for (std::uint64_t i = 0; i < 64; ++i) num_wrong[reader] += !is_random(blocks[i % 32], i % 32);
    });
  for (const auto& block : blocks) {
    seal(block);
    pages.relieve();
  }
  for (int i = 0; i < 20; ++i) pages.relieve();
  for (std::thread& reader : readers) reader.join();
  CHECK(num_wrong == std::vector<int>(3, 0));
}

TEST_CASE("a block without room in memory lies on disk while it is written to") {
  const TemporaryFolder folder;
  PageStore pages(1, folder.path());
  PageVector<std::uint64_t> numbers = random_numbers(pages, 7);
  CHECK(pages.bytes_on_disk() == 2 * mebibyte);
  pages.relieve();
  CHECK(is_random(numbers, 7));
  numbers[5] = 1;
  pages.relieve();
  CHECK(numbers[5] == 1);
  seal(numbers);
  CHECK(numbers[6] != 0);
}

TEST_CASE("a large block that is written to takes the room of sealed ones") {
  const TemporaryFolder folder;
  constexpr std::size_t block = 32 * mebibyte;
  PageStore pages(resident_bytes() + 3 * block, folder.path());
  std::vector<PageVector<std::uint8_t>> sealed;
  for (std::uint8_t i = 0; i < 2; ++i) {
    PageVector<std::uint8_t>& bytes = sealed.emplace_back(block, i, &pages);
    seal(bytes);
  }
  // Sanitizers take memory of their own for each byte.
  if (!reference::sanitized) CHECK(pages.bytes_on_disk() == 0);
  PageVector<std::uint8_t> written(2 * block, std::uint8_t{7}, &pages);
  CHECK(pages.bytes_on_disk() >= block);
  if (!reference::sanitized) CHECK(pages.bytes_on_disk() <= 2 * block);  // sealed ones only
  for (std::uint8_t i = 0; i < 2; ++i) CHECK(std::count(sealed[i].begin(), sealed[i].end(), i) == block);
  CHECK(std::count(written.begin(), written.end(), std::uint8_t{7}) == 2 * block);
}

TEST_CASE("vectors grow, move, and small ones stay on the heap") {
  const TemporaryFolder folder;
  PageStore pages(1, folder.path());
  PageVector<std::uint32_t> numbers(&pages);
  for (std::uint32_t i = 0; i < 1000; ++i) numbers.push_back(i);
  CHECK(pages.bytes_on_disk() == 0);
  for (std::uint32_t i = 1000; i < 1'000'000; ++i) numbers.push_back(i);
  CHECK(pages.bytes_on_disk() >= 4'000'000);
  PageVector<std::uint32_t> moved;
  moved = std::move(numbers);
  bool all = moved.size() == 1'000'000;
  for (std::uint32_t i = 0; i < moved.size(); ++i) all = all && moved[i] == i;
  CHECK(all);
  moved = PageVector<std::uint32_t>();
  CHECK(moved.empty());
}

TEST_CASE("pieces are written and read back") {
  const TemporaryFolder folder;
  PageStore pages(1, folder.path());
  std::vector<std::uint64_t> offsets;
  for (std::uint32_t i = 0; i < 100; ++i) {
    const std::vector<std::uint32_t> piece(1 + 77 * i, i);
    offsets.push_back(pages.append(piece.data(), piece.size() * sizeof(std::uint32_t)).value());
  }
  for (std::uint32_t i = 0; i < 100; ++i) {
    std::vector<std::uint32_t> piece(1 + 77 * i);
    REQUIRE(pages.read(offsets[i], piece.data(), piece.size() * sizeof(std::uint32_t)));
    CHECK(std::count(piece.begin(), piece.end(), i) == static_cast<std::ptrdiff_t>(piece.size()));
    pages.discard(offsets[i], piece.size() * sizeof(std::uint32_t));
  }
  std::uint32_t beyond = 0;
  CHECK_FALSE(pages.read(std::uint64_t{1} << 40, &beyond, sizeof(beyond)));
  CHECK(pages.has_failed());
}

TEST_CASE("a folder that isn't there is a failure that names it, and the blocks stay in memory") {
  PageStore pages(1, "/nonexistent/folder");
  const PageVector<std::uint64_t> numbers = random_numbers(pages, 3);
  seal(numbers);
  pages.relieve();
  REQUIRE(pages.failure());
  CHECK(pages.failure()->code == ErrorCode::write_failed);
  CHECK(pages.failure()->where == "/nonexistent/folder");
  CHECK(pages.failure()->what.find("--temp-dir") != std::string::npos);
  CHECK(is_random(numbers, 3));
}

TEST_CASE("a full disk is a failure, and no byte is lost") {
  const TemporaryFolder folder;
  const FileSizeLimit limit(6 * mebibyte);
  for (const std::uint64_t budget : {std::uint64_t{1}, resident_bytes() + 12 * mebibyte}) {
    PageStore pages(budget, folder.path());
    std::vector<PageVector<std::uint64_t>> blocks;
    for (std::uint64_t i = 0; i < 16; ++i) seal(blocks.emplace_back(random_numbers(pages, i)));
    pages.relieve();
    CHECK(pages.failure());
    CHECK(pages.has_failed());
    for (std::uint64_t i = 0; i < 16; ++i) CHECK(is_random(blocks[i], i));
    CHECK_FALSE(pages.append(blocks[0].data(), 8 * mebibyte / 4));
  }
  CHECK(is_empty(folder));
}
