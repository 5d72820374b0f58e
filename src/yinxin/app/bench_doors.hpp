// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/app/bench_house.hpp"
#include "yinxin/app/bench_report.hpp"

namespace yinxin::app {

/// Measures the doors of verification through HTTP, 20 connections at once on the same cores: an
/// upload of `file` until its answer is read, and the API's status by copy and check of a file.
/// @param copy_no  of the copy that `file` is
/// @error unavailable  one of the answers was not the right one
[[nodiscard]] Result<void> measure_doors(House& house,
                                         BytesView file,
                                         const std::string& copy_no,
                                         BenchFormat format);

}  // namespace yinxin::app
