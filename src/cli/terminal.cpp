// What standard output and standard error are connected to; see the header. Covered by tests/cli/terminal_test.cpp.
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace nuskha::cli {
namespace {

constexpr std::size_t default_width = 80;

std::string_view variable(const char* name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

bool is_capable_terminal(int descriptor) { return is_terminal(descriptor) && variable("TERM") != "dumb"; }

}  // namespace

bool is_terminal(int descriptor) { return isatty(descriptor) == 1; }

bool wants_color(When when, int descriptor) {
  if (when != When::automatic) return when == When::always;
  return is_capable_terminal(descriptor) && variable("NO_COLOR").empty();
}

bool wants_progress(When when, int descriptor) {
  if (when != When::automatic) return when == When::always;
  return is_capable_terminal(descriptor);
}

std::size_t page_width(int descriptor) {
  std::size_t width = 0;
  const std::string_view columns = variable("COLUMNS");
  const auto parsed = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (parsed.ec != std::errc() || parsed.ptr != columns.data() + columns.size()) width = 0;
  winsize size{};
  if (width == 0 && ioctl(descriptor, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  if (width == 0) width = default_width;
  return std::clamp<std::size_t>(width, 20, 1000);
}

}  // namespace nuskha::cli
