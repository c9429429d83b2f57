// nuskha._native: what the package's Python code is made of. Private; its functions may change with any version.
#include "module.h"

#include <nanobind/stl/string.h>

#include <exception>
#include <string>

#include "job.h"
#include "nuskha/version.h"
#include "parts.h"
#include "strings.h"

namespace nuskha::python {
namespace {

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument: return "invalid-argument";
    case ErrorCode::not_found: return "not-found";
    case ErrorCode::no_documents: return "no-documents";
    case ErrorCode::unreadable: return "unreadable";
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::write_failed: return "write-failed";
    case ErrorCode::stopped: return "stopped";
  }
  return "";
}

void raise(const Error& error) {
  const nb::object raised = nb::module_::import_("nuskha._errors")
                                .attr("error_for")(name_of(error.code), name_str(error.where), name_str(error.what));
  PyErr_SetObject(raised.type().ptr(), raised.ptr());
}

void translate(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Failure& failure) {
    try {
      const Call call;
      raise(failure.error);
    } catch (nb::python_error& e) {
      e.restore();
    } catch (const Failure&) {  // the interpreter is about to end: the thread does, without running any more of Python
      PyErr_SetNone(PyExc_SystemExit);
    }
  }
}

}  // namespace
}  // namespace nuskha::python

NB_MODULE(_native, module) {
  using namespace nuskha::python;
  nanobind::register_exception_translator(translate);
  module.doc() = "The native part of nuskha. Private: use the functions of the package.";
  module.attr("__version__") = std::string(nuskha::version());
  nanobind::module_::import_("atexit").attr("register")(nanobind::cpp_function(&Call::end_all));
  // Where the process ends, something may well be in use: by a daemon thread, by a traceback that is kept.
  nanobind::set_leak_warnings(false);
  bind_options(module);
  bind_jobs(module);
  bind_archive(module);
  bind_documents(module);
  bind_texts(module);
  nanobind::module_ parts = module.def_submodule("parts", "The stages of a scan on parts of an archive.");
  bind_parts_noise(parts);
  bind_parts_texts(parts);
  bind_parts_relate(parts);
  bind_parts_boilerplate(parts);
  bind_parts_passages(parts);
}
