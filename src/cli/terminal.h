// What standard output and standard error are connected to. The only place that asks.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nuskha::cli {

/// --color, --progress.
enum class When : std::uint8_t { automatic, always, never };

bool is_terminal(int descriptor);

/// Whether to colour what goes to `descriptor`. automatic: a terminal that isn't TERM=dumb, and NO_COLOR unset or empty
/// (https://no-color.org).
bool wants_color(When when, int descriptor);

/// Whether to draw a progress bar on `descriptor`. automatic: a terminal that isn't TERM=dumb.
bool wants_progress(When when, int descriptor);

/// Columns of the page: the environment's COLUMNS, else the terminal's width, else (not a terminal, or -1) 80. Within
/// 20 … 1000.
std::size_t page_width(int descriptor);

}  // namespace nuskha::cli
