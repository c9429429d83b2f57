// From an iterable to a DocumentFeed; see the header. Some pairs are gathered before the GIL is let go: taking it back
// may take milliseconds where other threads want it.
#include "records.h"

#include <nanobind/stl/string.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "strings.h"

namespace nuskha::python {
namespace {

constexpr std::size_t most_gathered = 64;
constexpr std::size_t most_gathered_bytes = std::size_t{256} << 10;
constexpr std::chrono::milliseconds longest_gathered{100};
constexpr std::chrono::milliseconds patience{20};

std::string kind_of(nb::handle object) {
  const char* const name = Py_TYPE(object.ptr())->tp_name;
  return std::string(std::string_view("aeiou").find(name[0]) == std::string_view::npos ? "a " : "an ") + name;
}

[[noreturn]] void refuse(std::uint64_t number, const std::string& what) {
  throw nb::type_error(("document " + std::to_string(number) + ": " + what).c_str());
}

struct Record {
  std::string name;
  std::string text;
};

/// For a message: an id may be a megabyte long.
std::string shown(nb::handle id) {
  constexpr Py_ssize_t longest = 60;
  const nb::object begin = nb::steal(PyUnicode_Substring(id.ptr(), 0, longest));
  if (!begin.is_valid()) throw nb::python_error();
  return nb::cast<std::string>(nb::repr(begin)) + (PyUnicode_GetLength(id.ptr()) > longest ? "…" : "");
}

/// A tuple, a list, or a row of a database or of numpy.
bool is_row(nb::handle item) {
  PyObject* const object = item.ptr();
  return PySequence_Check(object) != 0 && !PyUnicode_Check(object) && !PyBytes_Check(object) &&
         !PyByteArray_Check(object);
}

nb::object part_of(nb::handle item, Py_ssize_t index, std::uint64_t number) {
  nb::object out = nb::steal(PySequence_GetItem(item.ptr(), index));
  if (out.is_valid()) return out;
  nb::python_error error;
  if (!error.matches(PyExc_LookupError)) throw error;
  refuse(number, "expected a pair (id, text), got " + kind_of(item) + " without an item " + std::to_string(index));
}

std::string id_of(nb::handle id, std::uint64_t number) {
  if (!PyUnicode_Check(id.ptr()))
    refuse(number, "the id must be a str, not " + (id.is_none() ? std::string("None") : kind_of(id)));
  try {
    return name_bytes(id);
  } catch (nb::python_error& error) {
    if (!error.matches(PyExc_UnicodeEncodeError)) throw;
    throw nb::value_error(
        ("document " + std::to_string(number) + ": the id " + shown(id) + " holds a lone surrogate").c_str());
  }
}

Record record_of(nb::handle item, std::uint64_t number) {
  const bool has_parts = is_row(item);
  const Py_ssize_t num_parts = has_parts ? PySequence_Size(item.ptr()) : 0;
  if (num_parts < 0) throw nb::python_error();
  if (num_parts != 2)
    refuse(number, "expected a pair (id, text), got " + kind_of(item) +
                       (has_parts ? " of " + std::to_string(num_parts) : std::string()));
  const nb::object id = part_of(item, 0, number);
  const nb::object text = part_of(item, 1, number);
  std::string name = id_of(id, number);
  if (PyUnicode_Check(text.ptr())) return {std::move(name), std::string(Utf8(text).view())};
  const std::string where = "the text of " + shown(id);
  if (text.is_none()) refuse(number, where + " is None: leave the document out, or give '' for an empty one");
  if (PyBytes_Check(text.ptr())) refuse(number, where + " is bytes: decode it, or name files, whose encoding is found");
  refuse(number, where + " must be a str, not " + kind_of(text));
}

}  // namespace

void feed_records(const nb::iterator& iterator, DocumentFeed& feed, Watch& watch) {
  std::vector<Record> gathered;
  std::size_t gathered_bytes = 0;
  auto since = std::chrono::steady_clock::now();
  const auto hand_over = [&] {
    std::size_t next = 0;
    while (next < gathered.size() && !watch.has_ended()) {
      {
        const nb::gil_scoped_release released;
        while (next < gathered.size() && take(feed.offer(gathered[next].name, gathered[next].text, patience))) ++next;
      }
      watch.tick();
    }
    gathered.clear();
    gathered_bytes = 0;
    since = std::chrono::steady_clock::now();
  };
  for (std::uint64_t number = 0; !watch.has_ended(); ++number) {
    const nb::object item = nb::steal(PyIter_Next(iterator.ptr()));
    if (!item.is_valid()) {
      if (PyErr_Occurred() != nullptr) throw nb::python_error();
      break;
    }
    gathered.push_back(record_of(item, number));
    gathered_bytes += gathered.back().text.size();
    if (gathered.size() >= most_gathered || gathered_bytes >= most_gathered_bytes ||
        std::chrono::steady_clock::now() - since >= longest_gathered)
      hand_over();
  }
  hand_over();
}

}  // namespace nuskha::python
