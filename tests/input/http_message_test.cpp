#include "input/http_message.h"

#include "support/catch.h"

using namespace nuskha;

TEST_CASE("header fields are found whatever their case, folded or not") {
  HeaderFields fields;
  fields.parse("A: 1\r\n nonsense\r\nno field\r\nContent-Type:text/html\r\n\t; charset=x \r\na: 2\n:empty\r\n");
  CHECK(fields.get("a") == "1 nonsense");
  CHECK(fields.get("content-TYPE") == "text/html ; charset=x");
  CHECK(fields.get("b").empty());
}

TEST_CASE("type and charset of a content type") {
  CHECK(media_type(" Text/HTML ;charset=utf-8") == "text/html");
  CHECK(media_type("").empty());
  CHECK(charset_of("text/html; charset=windows-1256") == "windows-1256");
  CHECK(charset_of("text/html;a=b; Charset = \"UTF-8\" ;c=d") == "UTF-8");
  CHECK(charset_of("text/html; charset='utf-8'") == "utf-8");
  CHECK(charset_of("text/html; charset").empty());
  CHECK(charset_of("charset=x").empty());
  CHECK(charset_of("text/html; charset=\"").find('x') == std::string::npos);
}

TEST_CASE("a head ends at its first empty line") {
  CHECK(head_size("a\r\nb\r\n\r\nbody") == 8);
  CHECK(head_size("a\n\nbody\n\n") == 3);
  CHECK(head_size("a\r\nb\r\n") == std::string::npos);
  CHECK(head_size("") == std::string::npos);
}

TEST_CASE("the status of an answer") {
  CHECK(http_status("HTTP/1.1 200 OK") == 200);
  CHECK(http_status("HTTP/2  404") == 404);
  CHECK_FALSE(http_status("HTTP/1.1 20"));
  CHECK_FALSE(http_status("HTTP/1.1"));
  CHECK_FALSE(http_status("ICY 200 OK"));
  CHECK_FALSE(http_status("HTTP/1.1 OK 200"));
}
