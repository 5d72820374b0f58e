// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::app {

/// How a figure is held against its budget.
enum class Better { lower_ratio, higher_ratio };

/// One figure of a benchmark beside its reference, measured in the same run.
struct Figure {
    std::string name;
    double value = 0;      ///< in `unit`
    double reference = 0;  ///< in `unit`
    std::string unit;
    double budget = 0;  ///< for value / reference; 0: shown only
    Better better = Better::lower_ratio;
    std::optional<bool> kept = {};  ///< where the budget is a limit, which may be 0, and no ratio

    [[nodiscard]] double ratio() const noexcept { return reference == 0 ? 0 : value / reference; }
    [[nodiscard]] bool is_met() const noexcept;
};

enum class BenchFormat { table, json };

/// One line a figure: a table row for people, or one JSON object (name, value, reference, ratio,
/// budget, met).
void print_figure(const Figure& figure, BenchFormat format);

/// A directory that goes when the run ends.
class Scratch {
  public:
    Scratch()
        : path_(std::filesystem::temp_directory_path() /
                ("yinxin-bench-" + std::to_string(new_id()))) {}
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  private:
    std::filesystem::path path_;
};

[[nodiscard]] double median(std::vector<double> values);

}  // namespace yinxin::app
