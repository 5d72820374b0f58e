// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

#include <map>

namespace yinxin::verify {

/// The files of an OFD, unpacked. Names are looked up without regard to case, as deployed readers
/// do; this is never ambiguous, for names that differ in case only are refused.
class OfdPackage {
  public:
    struct Member {
        std::string name;
        Bytes content;
    };

    /// Unpacks what can be read; everything else is refused.
    [[nodiscard]] static OfdPackage read(BytesView file, const ReadLimits& limits, Claims& claims);

    [[nodiscard]] const std::vector<Member>& members() const noexcept { return members_; }
    [[nodiscard]] const Member* find(std::string_view name) const;

  private:
    std::vector<Member> members_;
    std::map<std::string, std::size_t> index_;  // by name in lower case
};

/// The name of the member an ST_Loc points to (GB/T 33190-2016): from the package's root when
/// it begins with a slash, else from the folder of the member it stands in. Empty when it leads out
/// of the package, which is refused.
[[nodiscard]] std::string resolve(std::string_view location,
                                  std::string_view standing_in,
                                  Claims& claims);

}  // namespace yinxin::verify
