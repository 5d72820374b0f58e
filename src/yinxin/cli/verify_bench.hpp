// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/verify_files.hpp"
#include "yinxin/service/confined_reading.hpp"
#include "yinxin/verify/judge.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace yinxin::cli {

/// What `--at` means: a day means its last second, as on the page, and today means now
/// (docs/choices.md#c64). Empty: now. @error malformed
[[nodiscard]] Result<Instant> moment_of(const std::string& text, Instant now);

/// A file as it was read and judged.
struct ReadAndJudged {
    verify::Claims claims;
    verify::Report report;
};

/// Everything files are judged by, opened once: register, trust, the question, reading processes.
class VerifyBench {
  public:
    /// @param request  its files are not looked at.
    /// @error invalid_input  neither a register nor is_alone; errors of what is opened.
    [[nodiscard]] static Result<VerifyBench> open(const VerifyRequest& request);

    /// @error unavailable, timed_out  the machine is in trouble, not the file.
    [[nodiscard]] Result<ReadAndJudged> judge(BytesView file);
    /// @error file.missing, file.io, and as judge
    [[nodiscard]] Result<verify::Report> judge_file(const std::filesystem::path& path);

    [[nodiscard]] std::optional<DataDirectory>& data() noexcept { return data_; }
    [[nodiscard]] const verify::Question& question() const noexcept { return question_; }

  private:
    std::optional<DataDirectory> data_;
    std::string public_url_;
    verify::Trust trust_;
    verify::Question question_;
    Instant now_{};
    std::unique_ptr<flow::ConfinedWorkers> readers_;
};

}  // namespace yinxin::cli
