// The parts of the native module: each binds what its file is named after.
#pragma once

#include <nanobind/nanobind.h>

#include <string_view>

#include "job.h"
#include "nuskha/scan.h"
#include "nuskha/text.h"

namespace nuskha::python {

void bind_options(nb::module_& module);
void bind_jobs(nb::module_& module);
void bind_archive(nb::module_& module);
void bind_documents(nb::module_& module);
void bind_texts(nb::module_& module);

/// By name; throw Failure for others.
Level level_of(std::string_view name);
Join join_of(std::string_view name);
std::string_view name_of(Join join);

}  // namespace nuskha::python
