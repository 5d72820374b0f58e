// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: qpdf, so that it compiles here.

// qpdf 11.3's JSON.hh holds a vector of an incomplete type, which C++23 refuses; nothing here needs
// more of it than the name.
#define JSON_HH
class JSON;
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
