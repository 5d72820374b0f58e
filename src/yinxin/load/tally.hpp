// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/load/histogram.hpp"
#include "yinxin/load/thresholds.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::load {

using LoadClock = std::chrono::steady_clock;

/// What a visitor does, mostly one request each.
enum class Step {
    home,
    faq,
    query_form,
    verify_form,
    scan,    ///< the page behind a QR code
    code,    ///< a typed verification code
    upload,  ///< a file handed in for verification
    answer,  ///< the page that says what came of it
    login_form,
    login,
    notice,
    agree,
    list,
    certificate,
    endorse,  ///< the page with the data to check
    check_data,
    apply_form,
    review,
    apply,
    poll,
    download_pdf,
    download_ofd,
    withdraw,
    logout,
    ready,  ///< no request: from the application until the copy can be fetched
    asset,  ///< stylesheets, scripts and pictures, loaded with a page
};
inline constexpr std::size_t step_count = static_cast<std::size_t>(Step::asset) + 1;
/// Whether a step is a page somebody waits for, which is what "all" is about.
[[nodiscard]] constexpr bool is_page(Step step) noexcept {
    return step != Step::asset && step != Step::ready;
}
[[nodiscard]] std::string_view key_of(Step step) noexcept;

/// Who came.
enum class Visit { holder, verifier, passer_by };
inline constexpr std::size_t visit_count = 3;
[[nodiscard]] std::string_view key_of(Visit visit) noexcept;

/// What came of one step under load.
struct StepTally {
    Histogram latency;  ///< of answered ones, from when the request was due
    std::uint64_t failed = 0;
};

/// One stretch of a run.
struct Slice {
    Histogram latency;
    std::uint64_t failed = 0;
    std::uint64_t told_to_wait = 0;
    std::uint64_t arrived = 0;  ///< visits that began
};

/// Everything a run counts. Not for several threads; each has its own, merged in the end.
class Tally {
  public:
    /// @param length  how long the run is planned; sets the width of the slices
    explicit Tally(LoadClock::time_point start, std::chrono::seconds length);

    /// @param due  when the request should have been sent
    void answered(Step step, LoadClock::time_point due, LoadClock::time_point at);
    /// @param kind  what a reader understands: "status 502", "no connection", "timed out"
    void failed(Step step, std::string_view kind, LoadClock::time_point at);
    /// The service asked to come back later; the same step is tried again.
    void told_to_wait(int status, LoadClock::time_point at);
    void began(Visit visit, LoadClock::time_point at);
    void completed(Visit visit);

    [[nodiscard]] const StepTally& of(Step step) const {
        return steps_[static_cast<std::size_t>(step)];
    }
    /// Latency of all pages; failures of everything.
    [[nodiscard]] StepTally pages() const;
    [[nodiscard]] std::uint64_t answered_count() const noexcept { return answered_; }
    [[nodiscard]] std::uint64_t failed_count() const noexcept { return failed_; }
    [[nodiscard]] std::uint64_t waits() const noexcept { return waits_503_ + waits_429_; }
    [[nodiscard]] std::uint64_t began_count() const noexcept;
    [[nodiscard]] std::uint64_t completed_count() const noexcept;
    /// "apply: status 502" and how often.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& failures() const { return kinds_; }
    [[nodiscard]] const std::vector<Slice>& slices() const noexcept { return slices_; }
    [[nodiscard]] std::chrono::seconds slice_width() const noexcept { return width_; }

    /// All figures by name. Per step and for "all": `.count`, `.failed`, `.failure_share`,
    /// `.p50_ms`, `.p90_ms`, `.p99_ms`, `.p999_ms`, `.max_ms`, `.mean_ms`; per kind of visit and
    /// for "visits": `.began`, `.complete`, `.complete_share`; `waits.busy` (503), `waits.limit`
    /// (429); `rate.served`, `rate.peak` (answers a second; peak: of the best slice).
    [[nodiscard]] Metrics metrics(std::chrono::duration<double> took) const;
    /// Whether metrics() can have a figure of this name.
    [[nodiscard]] static bool is_metric(std::string_view name);

  private:
    Slice& slice(LoadClock::time_point at);

    LoadClock::time_point start_;
    std::chrono::seconds width_;
    std::array<StepTally, step_count> steps_;
    std::array<std::uint64_t, visit_count> began_{};
    std::array<std::uint64_t, visit_count> completed_{};
    std::vector<Slice> slices_;
    std::map<std::string, std::uint64_t> kinds_;
    std::uint64_t answered_ = 0;
    std::uint64_t failed_ = 0;
    std::uint64_t waits_503_ = 0;
    std::uint64_t waits_429_ = 0;
};

}  // namespace yinxin::load
