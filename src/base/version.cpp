#include "nuskha/version.h"

namespace nuskha {

const char* version() { return NUSKHA_VERSION; }

}  // namespace nuskha
