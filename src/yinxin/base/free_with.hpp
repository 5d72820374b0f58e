// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace yinxin {

/// Lets a std::unique_ptr give an object of a C library back with that library's function.
template <auto function>
struct FreeWith {
    template <class T>
    void operator()(T* object) const noexcept {
        function(object);
    }
};

}  // namespace yinxin
