// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/attacks/attack.hpp"
#include "support/ofd/fresh_ofd.hpp"

#include <ostream>

/// Hostile OFDs made from fresh copies, one family per file: the classes of the security
/// reference, section 3.
namespace yinxin::ofd {

using attacks::Attack;
using attacks::Attacks;

// The archive: what two programs read differently, or nobody should read.
[[nodiscard]] Attacks archive_structures(FreshOfd& ofd);
[[nodiscard]] Attacks archive_names(FreshOfd& ofd);
[[nodiscard]] Attacks archive_sizes(FreshOfd& ofd);
// XML: document types, entities, nesting, encodings, locations.
[[nodiscard]] Attacks xml_structures(FreshOfd& ofd);
// What the seal covers: members changed, added, taken away, left open.
[[nodiscard]] Attacks changed_members(FreshOfd& ofd);
[[nodiscard]] Attacks open_members(FreshOfd& ofd);
[[nodiscard]] Attacks signature_lists(FreshOfd& ofd);
// The electronic seal: values, structures, algorithms.
[[nodiscard]] Attacks signature_values(FreshOfd& ofd);
[[nodiscard]] Attacks seal_structures(FreshOfd& ofd);
// Who sealed, with whose seal, when.
[[nodiscard]] Attacks seal_holders(FreshOfd& ofd);
[[nodiscard]] Attacks seal_times(FreshOfd& ofd);

struct Family {
    const char* name;
    Attacks (*make)(FreshOfd&);

    friend void PrintTo(const Family& family, std::ostream* out) { *out << family.name; }
};

/// Every class there is, for parameterised tests.
inline std::vector<Family> families() {
    return {
        {"archive_structures", &archive_structures},
        {"archive_names", &archive_names},
        {"archive_sizes", &archive_sizes},
        {"xml_structures", &xml_structures},
        {"changed_members", &changed_members},
        {"open_members", &open_members},
        {"signature_lists", &signature_lists},
        {"signature_values", &signature_values},
        {"seal_structures", &seal_structures},
        {"seal_holders", &seal_holders},
        {"seal_times", &seal_times},
    };
}

}  // namespace yinxin::ofd
