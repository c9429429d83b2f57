// What a job tells Python while it runs; see the header.
#include "job.h"

#include <cstddef>
#include <string_view>

namespace nuskha::python {
namespace {

constexpr std::chrono::milliseconds between_looks{50};
constexpr std::chrono::milliseconds between_calls{100};
constexpr std::chrono::seconds until_told{1};
constexpr std::chrono::seconds longest_ending{10};

/// Of all threads.
struct Calls {
  std::mutex mutex;
  std::condition_variable ended;
  std::size_t num_running = 0;
  std::optional<std::thread::id> ending;  // the thread that ends the interpreter
  bool is_one_told = false;               // that it is to end, and it will

  static Calls& all() {
    static Calls calls;
    return calls;
  }

  /// With the mutex.
  void throw_if_ending() const {
    if (ending && *ending != std::this_thread::get_id())
      throw Failure{{ErrorCode::stopped, "", "The interpreter is about to end."}};
  }
};

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

Call::Call() {
  Calls& all = Calls::all();
  const std::lock_guard lock(all.mutex);
  all.throw_if_ending();
  ++all.num_running;
}

Call::~Call() {
  Calls& all = Calls::all();
  const std::lock_guard lock(all.mutex);
  --all.num_running;
  all.ended.notify_all();
}

void Call::throw_if_ending() {
  Calls& all = Calls::all();
  const std::lock_guard lock(all.mutex);
  all.is_one_told = all.ending.has_value();
  all.throw_if_ending();
}

void Call::end_all() {
  const nb::gil_scoped_release released;
  Calls& all = Calls::all();
  std::unique_lock lock(all.mutex);
  all.ending = std::this_thread::get_id();
  const auto is_over = [&] { return all.num_running == 0; };
  if (!all.ended.wait_for(lock, until_told, is_over) && all.is_one_told)
    all.ended.wait_for(lock, longest_ending, is_over);
}

void Watch::tick() {
  const Clock::time_point now = Clock::now();
  if (now - looked_ < between_looks) return;
  looked_ = now;
  Call::throw_if_ending();
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
