// What the bindings of src/parts/ share: lists of ids and bytes to rows and back. nuskha._native.parts.
#pragma once

#include <nanobind/nanobind.h>

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "job.h"
#include "parts/part_texts.h"

namespace nuskha::python {

// Each binds the functions of one step into nuskha._native.parts.
void bind_parts_noise(nb::module_& module);
void bind_parts_texts(nb::module_& module);
void bind_parts_relate(nb::module_& module);
void bind_parts_boilerplate(nb::module_& module);
void bind_parts_passages(nb::module_& module);

/// A view of a bytes object, which must live longer.
inline std::string_view view_of(nb::handle bytes) {
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (PyBytes_AsStringAndSize(bytes.ptr(), &data, &size) != 0) throw nb::python_error();
  return {data, static_cast<std::size_t>(size)};
}

/// Views of a list of bytes.
inline std::vector<std::string_view> views_of(const nb::list& list) {
  std::vector<std::string_view> out;
  out.reserve(list.size());
  for (const nb::handle bytes : list) out.push_back(view_of(bytes));
  return out;
}

/// Ids and what stands beside them, of lists of one length.
inline std::vector<TextRow> text_rows_of(const nb::list& ids, const nb::list& digests) {
  if (ids.size() != digests.size()) throw nb::value_error("as many ids as digests are wanted");
  std::vector<TextRow> out;
  out.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) out.push_back({nb::cast<std::uint64_t>(ids[i]), view_of(digests[i])});
  return out;
}

/// Numbers that lie in bytes one after the other, copied. Throws value_error for half a number.
template <class T>
std::vector<T> numbers_of(std::string_view bytes) {
  if (bytes.size() % sizeof(T) != 0) throw nb::value_error("bytes of whole numbers are wanted");
  std::vector<T> out(bytes.size() / sizeof(T));
  if (!out.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

}  // namespace nuskha::python
