// Result<T> and Error: how every stage of nuskha reports that something went wrong.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace nuskha {

/// What kind of failure an Error is. A caller treats each of these differently; the wording of
/// `Error::what` is for people and is not part of the interface.
enum class ErrorCode {
  invalid_argument,  ///< An option is out of range, or two options contradict each other.
  not_found,         ///< A path that was named does not exist.
  no_documents,      ///< The paths exist, but no document was found in any of them.
  unreadable,        ///< The operating system refused to open or read it.
  malformed,         ///< Bytes that don't follow the format they claim (JSON Lines, gzip, …).
  write_failed,      ///< The result could not be written (full disk, closed pipe).
  stopped,           ///< The caller ended the job (ScanProgress::stop).
};

/// A failure that ends the job. Failures of single documents are `Problem`s and do not.
struct Error {
  ErrorCode code = ErrorCode::invalid_argument;
  std::string where;  ///< The path, option or field concerned. May be empty.
  std::string what;   ///< One sentence for people: what happened and what to do about it.
};

/// Either a value or the Error that kept it from being made. nuskha throws no exceptions of its own;
/// only running out of memory (std::bad_alloc) passes through.
template <class T>
using Result = tl::expected<T, Error>;

/// An Error on its way into a Result: `return fail(ErrorCode::not_found, path, "…");`
inline tl::unexpected<Error> fail(ErrorCode code, std::string where, std::string what) {
  return tl::unexpected<Error>(Error{code, std::move(where), std::move(what)});
}

}  // namespace nuskha
