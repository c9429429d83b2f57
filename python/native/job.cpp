// What a job tells Python while it runs; see the header.
#include "job.h"

#include <string_view>

namespace nuskha::python {
namespace {

constexpr std::chrono::milliseconds between_looks{50};
constexpr std::chrono::milliseconds between_calls{100};

std::string_view name_of(ScanProgress::Stage stage) {
  switch (stage) {
    case ScanProgress::Stage::reading: return "reading";
    case ScanProgress::Stage::joining: return "joining";
    case ScanProgress::Stage::verifying: return "verifying";
    case ScanProgress::Stage::done: break;
  }
  return "done";
}

}  // namespace

void Watch::tick() {
  const Clock::time_point now = Clock::now();
  if (now - looked_ < between_looks) return;
  looked_ = now;
  if (PyErr_CheckSignals() != 0) throw nb::python_error();
  if (now - called_ < between_calls) return;
  called_ = now;
  call();
}

void Watch::finish() { call(); }

void Watch::call() {
  if (callback_.is_none()) return;
  const std::string_view stage = name_of(progress_.stage.load());
  callback_(nb::str(stage.data(), stage.size()), progress_.documents.load(), progress_.bytes.load(),
            progress_.files.load(), progress_.num_files.load(), progress_.pairs_done.load(),
            progress_.num_pairs.load());
}

}  // namespace nuskha::python
