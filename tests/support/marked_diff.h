// A diff as one string, for tests that look at how it reads: "the [-old-]{+new+} text".
#pragma once

#include <string>

#include "nuskha/diff.h"

namespace nuskha::test {

inline TextDiff diff_of(const std::string& a, const std::string& b, const DiffOptions& options = {}) {
  return *diff_texts(a, b, options);
}

inline std::string marked(const std::string& a, const std::string& b, const DiffOptions& options = {}) {
  std::string out;
  std::uint64_t at = 0;
  for (const Change& change : diff_of(a, b, options).changes) {
    out += a.substr(at, change.a.begin - at);
    if (change.a.end > change.a.begin) out += "[-" + a.substr(change.a.begin, change.a.end - change.a.begin) + "-]";
    if (change.b.end > change.b.begin) out += "{+" + b.substr(change.b.begin, change.b.end - change.b.begin) + "+}";
    at = change.a.end;
  }
  return out + a.substr(at);
}

/// The types of the changes, in order: "date number".
inline std::string types(const std::string& a, const std::string& b, const DiffOptions& options = {}) {
  std::string out;
  for (const Change& change : diff_of(a, b, options).changes)
    out += (out.empty() ? "" : " ") + std::string(to_string(change.type));
  return out;
}

}  // namespace nuskha::test
