// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_doors.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/service/api_clients.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <thread>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int connections = 20;
constexpr int questions_each = 50;
constexpr double reference_ms = 1000;
constexpr std::string_view boundary = "yinxin-bench-boundary";

/// One question, asked again and again on one connection.
class Asker {
  public:
    Asker() = default;
    Asker(const Asker&) = delete;
    Asker& operator=(const Asker&) = delete;
    virtual ~Asker() = default;
    /// What a person or program does once, before the first question.
    virtual Result<void> begin(BenchClient&) { return ok(); }
    /// From the question to the answer read. @error unavailable  not the right answer
    virtual Result<void> ask(BenchClient& client) = 0;
};

Error wrong(std::string_view door, int status) {
    return Error(ErrorCode::unavailable, fmt::format("{} answered {}", door, status));
}

std::string field_part(std::string_view name, std::string_view value) {
    return fmt::format(
        "--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary, name, value);
}

std::string file_part(BytesView file) {
    return fmt::format(
        "--{}\r\nContent-Disposition: form-data; name=\"file\"; "
        "filename=\"copy.pdf\"\r\nContent-Type: application/pdf\r\n\r\n{}\r\n--{}--\r\n",
        boundary,
        as_text(file),
        boundary);
}

std::string multipart_header() {
    return fmt::format("Content-Type: multipart/form-data; boundary={}\r\n", boundary);
}

/// The page: the form, the file, the answer it leads to.
class Upload final : public Asker {
  public:
    explicit Upload(BytesView file) : file_(file) {}
    Result<void> begin(BenchClient& client) override {
        YX_TRY(const auto page, client.get("/verify", ""));
        constexpr std::string_view mark = "name=\"csrf\" value=\"";
        const std::size_t at = client.body().find(mark);
        if (page.status != 200 || at == std::string_view::npos) return wrong("form", page.status);
        const std::string_view rest = client.body().substr(at + mark.size());
        headers_ = multipart_header() + "Cookie: " + page.cookie + "\r\n";
        cookie_ = page.cookie;
        body_ = field_part("csrf", rest.substr(0, rest.find('"'))) + file_part(file_);
        return ok();
    }
    Result<void> ask(BenchClient& client) override {
        YX_TRY(const auto sent, client.post_body("/verify/file", headers_, body_));
        if (sent.status != 303) return wrong("upload", sent.status);
        YX_TRY(const auto answer, client.get(sent.location, cookie_));
        const bool is_right = answer.status == 200 && client.body().contains("is-genuine");
        return is_right ? ok() : Result<void>(wrong("answer", answer.status));
    }

  private:
    BytesView file_;
    std::string headers_;
    std::string cookie_;
    std::string body_;
};

/// An operation of the API that answers VALID.
class Operation final : public Asker {
  public:
    Operation(std::string path, const Secret& key, std::string type, std::string body)
        : path_(std::move(path)),
          headers_("Authorization: Bearer " + key.expose() + "\r\nYinxin-Purpose: bench\r\n" +
                   std::move(type)),
          body_(std::move(body)) {}
    Result<void> ask(BenchClient& client) override {
        YX_TRY(const auto answer, client.post_body(path_, headers_, body_));
        const bool is_right =
            answer.status == 200 && client.body().contains("\"verdict\":\"VALID\"");
        return is_right ? ok() : Result<void>(wrong(path_, answer.status));
    }

  private:
    std::string path_;
    std::string headers_;
    std::string body_;
};

using MakeAsker = std::function<std::unique_ptr<Asker>()>;

struct Run {
    std::vector<double> waits_ms;  ///< sorted
    double per_second = 0;
};

Result<std::vector<double>> ask_often(std::uint16_t port, Asker& asker) {
    BenchClient client(port);
    YX_CHECK(asker.begin(client));
    std::vector<double> waits;
    for (int i = 0; i < questions_each; ++i) {
        const auto started = Clock::now();
        YX_CHECK(asker.ask(client));
        const std::chrono::duration<double, std::milli> took = Clock::now() - started;
        waits.push_back(took.count());
    }
    return waits;
}

Result<Run> run_at_once(std::uint16_t port, const MakeAsker& make) {
    std::vector<Result<std::vector<double>>> outcomes(connections,
                                                      Error(ErrorCode::internal, "not asked"));
    const auto started = Clock::now();
    std::vector<std::thread> threads;
    for (auto& outcome : outcomes) {
        threads.emplace_back([&outcome, port, &make] { outcome = ask_often(port, *make()); });
    }
    for (std::thread& thread : threads)
        thread.join();
    const std::chrono::duration<double> took = Clock::now() - started;
    Run run;
    for (const auto& outcome : outcomes) {
        if (!outcome) return outcome.error();
        run.waits_ms.insert(run.waits_ms.end(), outcome->begin(), outcome->end());
    }
    std::ranges::sort(run.waits_ms);
    run.per_second = static_cast<double>(run.waits_ms.size()) / took.count();
    return run;
}

Result<void> measure(House& house,
                     const std::string& name,
                     const MakeAsker& make,
                     BenchFormat format) {
    YX_TRY(const Run run, run_at_once(house.port(), make));
    const std::size_t count = run.waits_ms.size();
    const std::string at_once = fmt::format("{}, {} at once", name, connections);
    print_figure({at_once + ", p50", run.waits_ms[count / 2], reference_ms, "ms", 0}, format);
    print_figure({at_once + ", p99", run.waits_ms[count * 99 / 100], reference_ms, "ms", 0},
                 format);
    print_figure({at_once + ", a second", run.per_second, 0, "1/s", 0}, format);
    return ok();
}

Result<Secret> add_live_client(House& house) {
    service::Services& services = house.services();
    constexpr std::int64_t without_limit = 1'000'000'000;
    service::ClientWish wish;
    wish.name = "bench";
    wish.mode = domain::ClientMode::live;
    wish.scopes = {domain::ClientScope::status, domain::ClientScope::verify};
    wish.quota = {without_limit, without_limit, without_limit};
    YX_TRY(service::GivenKey given,
           services.store.write_now([&](storage::Transaction& transaction) {
               return service::add_client(transaction, wish, {}, services.clock.now());
           }));
    return std::move(given.text);
}

}  // namespace

Result<void> measure_doors(House& house,
                           BytesView file,
                           const std::string& copy_no,
                           BenchFormat format) {
    YX_CHECK(measure(
        house, "upload to answer", [file] { return std::make_unique<Upload>(file); }, format));
    YX_TRY(const Secret key, add_live_client(house));
    const std::string json = "Content-Type: application/json\r\n";
    YX_CHECK(measure(
        house,
        "API, status by copy",
        [&] {
            return std::make_unique<Operation>(
                "/api/v1/copies/status", key, json, fmt::format(R"({{"copy":"{}"}})", copy_no));
        },
        format));
    return measure(
        house,
        "API, check of a file",
        [&] {
            return std::make_unique<Operation>(
                "/api/v1/verifications/file", key, multipart_header(), file_part(file));
        },
        format);
}

}  // namespace yinxin::app
