// SPDX-License-Identifier: Apache-2.0
// A blob store on a string: does what each line of standard input says and answers with one line,
// so that tests/http/s3.py can play with the server while it works.
// usage: blob_worker DATA [OBJECTS_OF_A_PAGE]   the store is the one of DATA's settings
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/storage/aws_credentials.hpp"
#include "yinxin/storage/orphan_blobs.hpp"
#include "yinxin/storage/s3_blobs.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

namespace yinxin {
namespace {

using storage::Blob;

/// The same bytes for the same number and size.
Bytes content_of(unsigned number, std::size_t size) {
    std::mt19937 random(number);
    Bytes block(std::min<std::size_t>(size, 4096));
    for (std::uint8_t& byte : block)
        byte = static_cast<std::uint8_t>(random());
    Bytes bytes;
    bytes.reserve(size);
    while (bytes.size() < size) {
        const std::size_t length = std::min(block.size(), size - bytes.size());
        bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<long>(length));
    }
    return bytes;
}

std::string words_of(const Error& error) {
    return "error " + std::string(dotted_name(error.code())) + " " + error.detail();
}

template <class T>
T sure(Result<T> outcome) {
    if (outcome) return *std::move(outcome);
    std::fprintf(stderr, "blob_worker: %s\n", outcome.error().describe().c_str());
    std::exit(1);
}

class Worker {
  public:
    Worker(const std::filesystem::path& data, int page)
        : settings_(sure(cli::load_directory_settings(data))),
          data_(sure(cli::DataDirectory::open(data))),
          credentials_(sure(storage::AwsCredentialsFile::open(settings_.blobs.credentials))),
          retries_(metrics_.counter("retries", "")) {
        storage::S3Client::Plan plan;
        plan.settings = settings_.blobs;
        plan.credentials = [this] { return credentials_->current(); };
        plan.now = [] { return SystemClock().now(); };
        plan.pause = [this](std::chrono::milliseconds wait) {
            ++pauses_;
            std::this_thread::sleep_for(wait);
        };
        plan.retries = retries_;
        blobs_ = storage::make_s3_blobs(std::move(plan), data_.keys.columns, page);
    }

    std::string answer(const std::string& line) {
        std::istringstream words(line);
        std::string verb;
        words >> verb;
        if (verb == "sweep") return sweep(words);
        if (verb == "list") return list();
        if (verb == "pauses") return "ok " + std::to_string(pauses_);
        if (verb == "puts") return put_many(words);
        unsigned number = 0;
        std::size_t size = 0;
        words >> number >> size;
        const Bytes content = content_of(number, size);
        const crypto::Digest32 name = crypto::sha256(content);
        if (verb == "put") return said(blobs_->put(name, content), to_hex(name));
        if (verb == "remove") return said(blobs_->remove(name), "");
        if (verb == "has") return said_bool(blobs_->has(name));
        if (verb == "remove_old") {
            std::int64_t since = 0;
            words >> since;
            return said_bool(blobs_->remove_unless_put_since(name, instant_of(since)));
        }
        if (verb == "get") {
            const auto got = blobs_->get(name);
            if (!got) return words_of(got.error());
            return *got == content ? "ok" : "other bytes";
        }
        return "unknown verb";
    }

  private:
    static std::string said(const Result<void>& outcome, const std::string& more) {
        if (!outcome) return words_of(outcome.error());
        return more.empty() ? "ok" : "ok " + more;
    }
    static std::string said_bool(const Result<bool>& outcome) {
        if (!outcome) return words_of(outcome.error());
        return *outcome ? "ok yes" : "ok no";
    }

    std::string put_many(std::istringstream& words) {
        unsigned first = 0;
        unsigned count = 0;
        std::size_t size = 0;
        words >> first >> count >> size;
        std::vector<Bytes> contents;
        std::vector<Blob> blobs;
        for (unsigned i = 0; i < count; ++i)
            contents.push_back(content_of(first + i, size));
        for (const Bytes& content : contents)
            blobs.push_back({crypto::sha256(content), content});
        return said(blobs_->put_all(blobs), "");
    }

    std::string list() {
        std::string names;
        crypto::Digest32 last{};
        bool is_sorted = true;
        const auto listed = blobs_->list([&](const storage::ListedBlob& blob) {
            names += " " + to_hex(blob.name);
            is_sorted = is_sorted && last < blob.name;
            last = blob.name;
            return ok();
        });
        if (!listed) return words_of(listed.error());
        return (is_sorted ? "ok" : "unsorted") + names;
    }

    std::string sweep(std::istringstream& words) {
        std::int64_t before = 0;
        words >> before;
        storage::OrphanSweep sweep;
        sweep.put_before = instant_of(before);
        sweep.is_applied = true;
        sweep.most = 7;  // the register is read several times
        const auto report = storage::sweep_orphans(*data_.store, data_.keys, *blobs_, sweep);
        if (!report) return words_of(report.error());
        return "ok files=" + std::to_string(report->files) +
               " young=" + std::to_string(report->young) +
               " removed=" + std::to_string(report->removed);
    }

    config::Settings settings_;
    cli::DataDirectory data_;
    std::unique_ptr<storage::AwsCredentialsFile> credentials_;
    observe::Metrics metrics_;
    observe::Counter retries_;
    std::atomic<int> pauses_ = 0;
    std::unique_ptr<storage::BlobStore> blobs_;
};

}  // namespace
}  // namespace yinxin

int main(int argc, char** argv) {
    using namespace yinxin;
    if (argc < 2) return 2;
    Worker worker(argv[1], argc > 2 ? std::atoi(argv[2]) : 1000);
    for (std::string line; std::getline(std::cin, line);) {
        const auto started = std::chrono::steady_clock::now();
        const std::string answer = worker.answer(line);
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - started);
        std::cout << answer << " ms=" << took.count() << std::endl;
    }
    return 0;
}
