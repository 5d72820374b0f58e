// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

class QPDF;

namespace yinxin::verify {

/// Searches the pictures on the first pages of a PDF for QR codes: those coded as JPEG, and those
/// packed in a way that qpdf unpacks. Nothing is drawn: a code made of lines is not seen.
void search_pages(QPDF& pdf, const ReadLimits& limits, Claims& claims);

}  // namespace yinxin::verify
