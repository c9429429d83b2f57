// Everything nuskha offers, in one include.
#pragma once

#include "nuskha/archive.h"
#include "nuskha/diff.h"
#include "nuskha/diff_report.h"
#include "nuskha/explain.h"
#include "nuskha/explanation.h"
#include "nuskha/family.h"
#include "nuskha/finding.h"
#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/match.h"
#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"
#include "nuskha/sketch.h"
#include "nuskha/text.h"
#include "nuskha/version.h"
