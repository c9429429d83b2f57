// Python's strings and the library's.
#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <string_view>
#include <vector>

namespace nuskha::python {

namespace nb = nanobind;

/// The UTF-8 of a str, without a copy kept in it. A lone surrogate becomes the three bytes that UTF-8 doesn't have for
/// it, which the library replaces and reports.
class Utf8 {
 public:
  explicit Utf8(nb::handle str);
  std::string_view view() const { return view_; }

 private:
  nb::object owner_;
  std::string_view view_;
};

/// The bytes that a path or id stands for, as os.fsencode gives them. Raises UnicodeEncodeError where there are none.
std::string name_bytes(nb::handle str);

/// And back, as os.fsdecode does.
nb::object name_str(std::string_view bytes);

inline std::string to_string(const nb::bytes& bytes) { return {bytes.c_str(), bytes.size()}; }
inline nb::bytes to_bytes(std::string_view text) { return nb::bytes(text.data(), text.size()); }

template <class T>
nb::bytes bytes_of(const std::vector<T>& values) {
  return nb::bytes(values.data(), values.size() * sizeof(T));
}

std::vector<std::string> to_strings(const std::vector<nb::bytes>& names);

/// All of a list of str, copied.
std::vector<std::string> texts_of(const nb::list& texts);

}  // namespace nuskha::python
