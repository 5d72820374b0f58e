// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/packed_report.hpp"

#include "yinxin/service/packed_aggregate.hpp"

namespace yinxin::service {

std::string pack(const CheckedSubject& checked) {
    return pack_aggregate(checked);
}

Result<CheckedSubject> unpack_checked(std::string_view packed) {
    return unpack_aggregate<CheckedSubject>(packed);
}

}  // namespace yinxin::service
