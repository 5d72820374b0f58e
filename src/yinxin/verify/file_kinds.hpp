// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: one reader per kind of file, and how they report.

#include "yinxin/verify/read.hpp"

namespace yinxin::verify {

/// Each fills `claims` as far as it gets; what stops it is a finding.
void read_pdf(BytesView file, const ReadLimits& limits, Claims& claims);
void read_ofd(BytesView file, const ReadLimits& limits, Claims& claims);
void read_picture(BytesView file, const ReadLimits& limits, Claims& claims);

/// A structure no honest writer makes, or one over a limit: the verdict is REJECTED. Reading may go
/// on to find other reasons.
void reject(Claims& claims, std::string check, std::string code, std::string clause = {});

/// Says a thing once, however often it is met.
void add_finding(
    Claims& claims, Level level, std::string check, std::string code, std::string clause = {});

}  // namespace yinxin::verify
