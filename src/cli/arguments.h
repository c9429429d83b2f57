// From what was typed to values, with a refusal that says what would do. Shared by the commands.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "cli/command.h"
#include "nuskha/result.h"

namespace nuskha::cli {

/// An invalid_argument: `option` is what is wrong, as it was typed.
inline tl::unexpected<Error> refuse(std::string option, std::string what) {
  return fail(ErrorCode::invalid_argument, std::move(option), std::move(what));
}

/// Names and the values that they stand for.
template <class Value>
using Choices = std::span<const std::pair<std::string_view, Value>>;

/// The value that goes by a name, or a refusal that lists the names there are.
template <class Value>
Result<Value> choose(const char* option, std::string_view typed, Choices<Value> choices) {
  std::string names;
  for (const auto& [name, value] : choices) {
    if (name == typed) return value;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
  }
  return refuse(option, fmt::format("\"{}\" is not one of {}", typed, names));
}

/// Declares what `parse`, a function of the typed text that gives a Result, refuses.
template <class Parse>
ValueCheck refused_by(Parse parse) {
  return [parse](const std::string& typed) -> std::optional<std::string> {
    const auto parsed = parse(typed);
    if (parsed) return std::nullopt;
    return parsed.error().what;
  };
}

/// Declares that a value is one of the names of `choices`, which must be static.
template <class Value, std::size_t count>
ValueCheck one_of(const std::array<std::pair<std::string_view, Value>, count>& choices) {
  return refused_by([&choices](const std::string& typed) { return choose<Value>("", typed, choices); });
}

/// The number that a text is, all of it, or nothing. Independent of the locale.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace nuskha::cli
