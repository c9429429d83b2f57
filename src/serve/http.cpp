// Entry point: error_response. Test: tests/serve/desk_test.cpp.
#include "serve/http.h"

#include "report/json_record.h"

namespace nuskha::serve {

Response error_response(unsigned status, std::string_view code, std::string_view message) {
  Response out;
  out.status = status;
  JsonRecord(out.body).begin_object("error").string("code", code).string("message", message).end_object().end();
  return out;
}

}  // namespace nuskha::serve
