// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/confined_reading.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/verify/claims_encoding.hpp"
#include "yinxin/verify/read.hpp"

#include <new>

namespace yinxin::service {
namespace {

constexpr const char* this_program = "/proc/self/exe";
constexpr const char* reading_check = "reading";

verify::Claims unread(BytesView file, const char* check, const char* code) {
    verify::Claims claims;
    claims.size = file.size();
    claims.is_hostile = true;
    claims.findings.push_back({check, verify::Level::fail, code, {}});
    return claims;
}

verify::Claims hostile(BytesView file, const char* code) {
    verify::Claims claims = unread(file, reading_check, code);
    claims.sha256 = crypto::sha256(file);
    claims.sm3 = crypto::sm3(file);
    return claims;
}

Bytes read_and_encode(BytesView file) {
    try {
        return verify::encode_claims(verify::read(file));
    } catch (const std::bad_alloc&) {
        return verify::encode_claims(hostile(file, "reading.memory"));
    }
}

}  // namespace

Result<std::unique_ptr<flow::ConfinedWorkers>> start_readers() {
    return flow::ConfinedWorkers::start({this_program, reader_command});
}

Result<verify::Claims> read_confined(flow::ConfinedWorkers& readers, BytesView file) {
    if (file.size() > verify::ReadLimits{}.file_bytes) {
        return unread(file, "file", "file.too_large");
    }
    Result<Bytes> answer = readers.ask(file);
    if (!answer) {
        const ErrorCode code = answer.error().code();
        if (answer.error().retry_after()) return answer.error();
        log::warning(
            "verify.reader_lost",
            {{"error", dotted_name(code)}, {"size", static_cast<std::int64_t>(file.size())}});
        return hostile(file, code == ErrorCode::timed_out ? "reading.time" : "reading.died");
    }
    Result<verify::Claims> claims = verify::decode_claims(*answer);
    if (!claims) return hostile(file, "reading.died");
    // Which file it was is never taken from the process that read it.
    claims->sha256 = crypto::sha256(file);
    claims->sm3 = crypto::sm3(file);
    claims->size = file.size();
    return *std::move(claims);
}

Result<void> check_was_read(const verify::Claims& claims, const verify::RegisterAnswer& answer) {
    const bool is_lost = claims.is_hostile && !claims.findings.empty() &&
                         claims.findings.front().check == reading_check;
    if (!is_lost || !answer.identical) return ok();
    const std::string& code = claims.findings.front().code;
    log::error("verify.own_file_not_read", {{"code", code}});
    return Error(code == "reading.time" ? ErrorCode::timed_out : ErrorCode::unavailable, code)
        .retry_in(std::chrono::seconds(5));
}

int run_reader() {
    // Whatever libraries open on first use is opened before the world is left.
    const auto warm_up = [] { (void)verify::read(as_bytes("%PDF-1.7\n%%EOF\n")); };
    return flow::run_confined({}, read_and_encode, warm_up);
}

}  // namespace yinxin::service
