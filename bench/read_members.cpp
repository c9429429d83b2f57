// Unpacks containers and throws away what comes out: what zip, tar, 7z and WARC cost by themselves. Prints files, bytes
// and megabytes a second of processor time for each path. docs/decisions/input-containers.md has figures.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "input/byte_stream.h"
#include "input/extractor.h"
#include "input/stream_head.h"

namespace {

constexpr std::size_t head_bytes = 8 << 10;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int unpack(const std::string& path) {
  const double before = cpu_seconds();
  nuskha::ContainerBytes bytes{nuskha::open_stream(path), path};
  std::string head = nuskha::read_head(*bytes.stream, head_bytes);
  const nuskha::Compression compression = nuskha::compression_of(head);
  bytes.stream = nuskha::decompress(nuskha::put_back(std::move(head), std::move(bytes.stream)), compression);
  if (compression != nuskha::Compression::none) bytes.path.clear();
  head = nuskha::read_head(*bytes.stream, head_bytes);
  const nuskha::Format* const format = nuskha::find_format(head, path);
  if (format == nullptr || format->open_container == nullptr) {
    fmt::print(stderr, "{}: no container\n", path);
    return 2;
  }
  bytes.stream = nuskha::put_back(std::move(head), std::move(bytes.stream));
  const nuskha::InputOptions options;
  const auto reader = format->open_container(std::move(bytes), {options});
  std::vector<nuskha::Problem> problems;
  nuskha::Member member;
  std::vector<char> buffer(64 << 10);
  std::uint64_t num_files = 0;
  std::uint64_t num_bytes = 0;
  while (reader->next(member, problems)) {
    ++num_files;
    for (std::size_t got = 0; (got = reader->read(buffer.data(), buffer.size())) > 0;) num_bytes += got;
  }
  const double seconds = cpu_seconds() - before;
  fmt::print("{}: {} files, {} problems, {:.1f} MB, {:.0f} MB/s{}\n", path, num_files, problems.size(),
             static_cast<double>(num_bytes) * 1e-6, static_cast<double>(num_bytes) * 1e-6 / seconds,
             reader->error().code != nullptr ? ", " + reader->error().message : "");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  int status = 0;
  for (int i = 1; i < argc; ++i) status = std::max(status, unpack(argv[i]));
  return status;
}
