// The progress bar of a scan.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "nuskha/scan.h"

namespace nuskha::cli {

/// Draws a line on standard error about ten times a second from a thread of its own, until it goes: then the line is
/// cleared. Draws nothing if not `enabled`. The ScanProgress must outlive it.
class ProgressBar {
 public:
  ProgressBar(const ScanProgress& progress, bool enabled);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

 private:
  void draw_until_stopped();

  const ScanProgress& progress_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace nuskha::cli
