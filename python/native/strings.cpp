// Python's strings and the library's; see the header.
#include "strings.h"

namespace nuskha::python {

Utf8::Utf8(nb::handle str) : owner_(nb::borrow(str)) {
  if (!PyUnicode_Check(str.ptr())) throw nb::type_error("a text must be a str");
  if (PyUnicode_IS_ASCII(str.ptr())) {
    view_ = {static_cast<const char*>(PyUnicode_DATA(str.ptr())),
             static_cast<std::size_t>(PyUnicode_GET_LENGTH(str.ptr()))};
    return;
  }
  PyObject* bytes = PyUnicode_AsUTF8String(str.ptr());
  if (bytes == nullptr) {
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) throw nb::python_error();
    PyErr_Clear();
    bytes = PyUnicode_AsEncodedString(str.ptr(), "utf-8", "surrogatepass");
    if (bytes == nullptr) throw nb::python_error();
  }
  owner_ = nb::steal(bytes);
  view_ = {PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes))};
}

std::string name_bytes(nb::handle str) {
  const nb::object bytes = nb::steal(PyUnicode_AsEncodedString(str.ptr(), "utf-8", "surrogateescape"));
  if (!bytes.is_valid()) throw nb::python_error();
  return {PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))};
}

nb::object name_str(std::string_view bytes) {
  const nb::object out =
      nb::steal(PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "surrogateescape"));
  if (!out.is_valid()) throw nb::python_error();
  return out;
}

std::vector<std::string> to_strings(const std::vector<nb::bytes>& names) {
  std::vector<std::string> out;
  for (const nb::bytes& name : names) out.push_back(to_string(name));
  return out;
}

std::vector<std::string> texts_of(const nb::list& texts) {
  std::vector<std::string> out;
  out.reserve(texts.size());
  for (const nb::handle text : texts) out.emplace_back(Utf8(text).view());
  return out;
}

}  // namespace nuskha::python
