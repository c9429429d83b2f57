// The progress bar of a scan; see the header. Looks like
//
//     reading    [==========          ]  51 %  6,120 documents  41.2 MB  98.7 MB/s  0:04 left
//     comparing  [================    ]  80 %  120,000 of 150,000 pairs  0:01 left
//
// Covered by tests/cli/terminal_test.cpp.
#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>

#include "cli/terminal.h"
#include "report/display.h"

namespace nuskha::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Stage = ScanProgress::Stage;

constexpr std::chrono::milliseconds frame{100};
constexpr std::string_view clear_line = "\r\x1b[K";
constexpr std::size_t bar_columns = 20;
constexpr double least_seconds_for_estimate = 1;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string bar(double share) {
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(bar_columns));
  return fmt::format("[{}{}] {:>5}", std::string(filled, '='), std::string(bar_columns - filled, ' '),
                     format_percent(share));
}

/// "  0:42 left", or nothing while it can't be told.
std::string time_left(double share, double stage_seconds) {
  if (share <= 0 || stage_seconds < least_seconds_for_estimate) return {};
  const auto left = static_cast<std::uint64_t>(std::llround(stage_seconds * (1 - share) / share));
  if (left >= 3600) return fmt::format("  {}:{:02}:{:02} left", left / 3600, left / 60 % 60, left % 60);
  return fmt::format("  {}:{:02} left", left / 60, left % 60);
}

std::string reading_line(const ScanProgress& progress, double seconds) {
  const std::uint64_t bytes = progress.bytes;
  const std::uint64_t num_files = progress.num_files;
  const std::uint64_t files = std::min(progress.files.load(), num_files);
  const double share = num_files == 0 ? 0 : static_cast<double>(files) / static_cast<double>(num_files);
  std::string line = "reading    ";
  if (num_files != 0) line += bar(share) + "  ";
  line += fmt::format("{}  {}", count_of(progress.documents, "document", "documents"),
                      format_bytes(static_cast<double>(bytes)));
  if (seconds > 0) line += fmt::format("  {}/s", format_bytes(static_cast<double>(bytes) / seconds));
  return line + time_left(share, seconds);
}

std::string comparing_line(const ScanProgress& progress, double stage_seconds) {
  const std::uint64_t num_pairs = progress.num_pairs;
  const std::uint64_t done = std::min(progress.pairs_done.load(), num_pairs);
  const double share = num_pairs == 0 ? 0 : static_cast<double>(done) / static_cast<double>(num_pairs);
  return fmt::format("comparing  {}  {} of {}{}", bar(share), group_digits(done), count_of(num_pairs, "pair", "pairs"),
                     time_left(share, stage_seconds));
}

std::string line_of(const ScanProgress& progress, Stage stage, double seconds, double stage_seconds) {
  switch (stage) {
    case Stage::reading: return reading_line(progress, seconds);
    case Stage::joining: return fmt::format("joining    {}", count_of(progress.documents, "document", "documents"));
    case Stage::verifying: return comparing_line(progress, stage_seconds);
    case Stage::done: break;
  }
  return "reporting";
}

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace

ProgressBar::ProgressBar(const ScanProgress& progress, bool enabled) : progress_(progress) {
  if (enabled) thread_ = std::thread([this] { draw_until_stopped(); });
}

ProgressBar::~ProgressBar() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_one();
  thread_.join();
  print(clear_line);
  std::fflush(stderr);
}

void ProgressBar::draw_until_stopped() {
  const Clock::time_point start = Clock::now();
  Clock::time_point stage_start = start;
  Stage stage = progress_.stage;
  std::unique_lock lock(mutex_);
  do {
    const Stage now = progress_.stage;
    if (now != stage) {
      stage = now;
      stage_start = Clock::now();
    }
    const std::string line = line_of(progress_, stage, seconds_since(start), seconds_since(stage_start));
    // One column stays free: a full line would wrap in some terminals.
    print(std::string(clear_line) + cut_to_width(line, page_width(STDERR_FILENO) - 1));
    std::fflush(stderr);
  } while (!stopping_.wait_for(lock, frame, [this] { return stopped_; }));
}

}  // namespace nuskha::cli
