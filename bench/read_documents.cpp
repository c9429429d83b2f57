// Reads files and folders as a scan does, and nothing more: what input costs. Prints documents, problems, bytes of
// text, and seconds of processor time, those of other programs (pdftotext) included. Used by bench/formats.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "nuskha/input.h"

namespace {

double seconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> paths(argv + 1, argv + argc);
  const auto source = nuskha::open_paths(paths, {});
  if (!source) {
    fmt::print(stderr, "{}: {}\n", source.error().where, source.error().what);
    return 2;
  }
  const double before = seconds(RUSAGE_SELF) + seconds(RUSAGE_CHILDREN);
  std::vector<nuskha::Document> documents;
  std::vector<nuskha::Problem> problems;
  std::uint64_t num_documents = 0;
  std::uint64_t source_bytes = 0;
  std::uint64_t text_bytes = 0;
  while ((*source)->next(documents, problems)) {
    num_documents += documents.size();
    for (const nuskha::Document& document : documents) {
      source_bytes += document.source_bytes;
      text_bytes += document.text.size();
    }
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{{\"documents\":{},\"problems\":{},\"source_bytes\":{},\"text_bytes\":{},\"cpu_seconds\":{:.3f},\"kilobytes\":{}"
      "}}\n",
      num_documents, problems.size(), source_bytes, text_bytes,
      seconds(RUSAGE_SELF) + seconds(RUSAGE_CHILDREN) - before, usage.ru_maxrss);
  return 0;
}
