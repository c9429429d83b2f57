// Documents out of a Python iterable of (id, text).
#pragma once

#include <nanobind/nanobind.h>

#include "job.h"
#include "nuskha/input.h"

namespace nuskha::python {

/// Asks `iterator` for one pair after the other and hands it to `feed`, until it ends. Holds at most a few hundred
/// kilobytes of what it gave. A pair is any sequence of two but a str or bytes. Raises TypeError for what is no such
/// pair, with its number and what it is instead, and ValueError for an id with a lone surrogate; what the iterator
/// raises passes through.
void feed_records(const nb::iterator& iterator, DocumentFeed& feed, Watch& watch);

}  // namespace nuskha::python
