// Jobs that ScanProgress::stop ends.
#pragma once

#include "base/stop.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"

namespace nuskha {

/// Calls `work`, which returns a Result; fails with `stopped` where it was ended. Without `progress` it is part of
/// whatever job this thread is at.
template <class Work>
auto stoppable(const ScanProgress* progress, Work&& work) -> decltype(work()) {
  const StopScope scope(progress != nullptr ? &progress->stop : current_stop_flag());
  try {
    return work();
  } catch (const Stopped&) {
    return fail(ErrorCode::stopped, "", "It was stopped before it was done.");
  }
}

}  // namespace nuskha
