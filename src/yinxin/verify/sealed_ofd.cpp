// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/sealed_ofd.hpp"

#include "yinxin/verify/judge.hpp"
#include "yinxin/verify/read.hpp"

namespace yinxin::verify {
namespace {

Finding against(std::string check, std::string code) {
    Finding finding;
    finding.check = std::move(check);
    finding.level = Level::fail;
    finding.code = std::move(code);
    return finding;
}

}  // namespace

std::vector<Finding> check_sealed_ofd(BytesView file,
                                      std::shared_ptr<const crypto::TrustStore> trust,
                                      const crypto::Certificate& signer,
                                      TimestampRule timestamp,
                                      Instant at) {
    const Claims claims = read(file);
    const BytesView der = signer.der();
    const Trust own_seal{std::move(trust), {Bytes(der.begin(), der.end())}};
    const Report report = judge(claims, own_seal, nullptr, {.at = at}, at);
    std::vector<Finding> found;
    for (const Finding& finding : report.findings) {
        if (finding.level == Level::fail) found.push_back(finding);
    }
    if (timestamp == TimestampRule::required && !report.is_time_trusted) {
        found.push_back(against("timestamp", "timestamp.missing"));
    }
    if (found.empty() && report.verdict != Verdict::valid) {
        found.push_back(against("verdict", std::string(deciding_code(report))));
    }
    return found;
}

}  // namespace yinxin::verify
