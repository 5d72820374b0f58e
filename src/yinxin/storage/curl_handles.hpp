// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/free_with.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <curl/curl.h>

namespace yinxin::storage {

using CurlHandle = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;

/// A bounded number of handles that keep their connections; a thread borrows one for an exchange.
class CurlHandles {
  public:
    explicit CurlHandles(std::size_t most) : most_(most) {}

    /// Goes back when it ends.
    class Loan {
      public:
        Loan(CurlHandles& owner, CurlHandle handle) : owner_(&owner), handle_(std::move(handle)) {}
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        ~Loan() {
            if (handle_) owner_->give_back(std::move(handle_));
        }
        explicit operator bool() const noexcept { return handle_ != nullptr; }
        [[nodiscard]] CURL* get() const noexcept { return handle_.get(); }

      private:
        CurlHandles* owner_;
        CurlHandle handle_;
    };
    /// Empty: none became free before the deadline.
    [[nodiscard]] Loan borrow(std::chrono::steady_clock::time_point deadline);

  private:
    void give_back(CurlHandle handle);

    std::size_t most_;
    std::mutex mutex_;
    std::condition_variable is_free_;
    std::size_t lent_ = 0;
    std::vector<CurlHandle> idle_;
};

/// Headers of one request.
class CurlHeaders {
  public:
    void add(const std::string& name, const std::string& value) { append(name + ": " + value); }
    /// One that curl would add by itself.
    void drop(const std::string& name) { append(name + ":"); }
    [[nodiscard]] curl_slist* get() const noexcept { return list_.get(); }

  private:
    void append(const std::string& line) {
        list_.reset(curl_slist_append(list_.release(), line.c_str()));
    }
    std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>> list_;
};

/// One request and what came back.
struct CurlExchange {
    std::string url;
    std::string method;
    BytesView body;                        ///< borrowed
    const CurlHeaders* headers = nullptr;  ///< borrowed
    std::chrono::milliseconds limit{0};    ///< of the whole exchange, connecting included
    std::filesystem::path ca;              ///< PEM; empty: the system's
    std::size_t largest_answer = 0;

    long status = 0;
    Bytes answer;
    std::vector<std::pair<std::string, std::string>> answer_headers;  ///< names in small letters

    /// Redirects are not followed, no proxy of the environment is used.
    [[nodiscard]] CURLcode perform(CURL* handle);
    /// "" where there is none.
    [[nodiscard]] std::string answer_header(std::string_view name) const;
};

}  // namespace yinxin::storage
