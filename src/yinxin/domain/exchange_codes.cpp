// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/exchange_codes.hpp"

#include <algorithm>
#include <array>

namespace yinxin::domain {
namespace {

using Status = CertificateStatus;

constexpr std::string_view states = "住房城乡建设部电子证照数据归集，证照状态代码";
constexpr std::string_view operations = "住房城乡建设部电子证照数据归集，操作类型代码";

constexpr std::array<NationalCode, 8> status_list{{
    {"01", "有效", states},
    {"02", "暂扣", states},
    {"03", "撤销", states},
    {"04", "注销", states},
    {"05", "失效", states},
    {"06", "办理转出", states},
    {"07", "吊销", states},
    {"99", "其他", states},
}};

constexpr std::array<NationalCode, 10> operation_list{{
    {"01", "新发", operations},
    {"02", "延续", operations},
    {"03", "暂扣", operations},
    {"04", "过期", operations},
    {"05", "注销", operations},
    {"06", "发还", operations},
    {"07", "其他", operations},
    {"08", "转入", operations},
    {"09", "变更", operations},
    {"10", "取消转出", operations},
}};

ExchangeCodes named(std::string_view status, std::string_view operation) noexcept {
    const NationalCode* state = find_code(status_list, status);
    const NationalCode* act = find_code(operation_list, operation);
    // Every pair below stands in the lists; a test walks them all.
    return {state != nullptr ? *state : status_list.back(),
            act != nullptr ? *act : operation_list[6]};
}

ExchangeCodes by_status(Status status) noexcept {
    const ExportCodes codes = export_codes(status);
    return named(codes.status, codes.operation);
}

bool is_final(Status status) noexcept {
    return status == Status::revoked || status == Status::cancelled || status == Status::superseded;
}

}  // namespace

std::span<const NationalCode> national_status_codes() noexcept {
    return status_list;
}

std::span<const NationalCode> national_operation_codes() noexcept {
    return operation_list;
}

const NationalCode* find_code(std::span<const NationalCode> list, std::string_view code) noexcept {
    const auto found = std::ranges::find(list, code, &NationalCode::code);
    return found == list.end() ? nullptr : &*found;
}

ExchangeCodes exchange_codes(const Standing& standing) noexcept {
    if (is_final(standing.status)) return by_status(standing.status);
    if (standing.is_recalled) return named("05", "07");
    if (standing.is_stopped) return named("02", "03");
    if (standing.status == Status::valid && standing.was_restored) return named("01", "06");
    if (standing.status == Status::valid && standing.version > 1) return named("01", "09");
    return by_status(standing.status);
}

}  // namespace yinxin::domain
