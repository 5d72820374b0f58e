// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/x509_state.hpp"

#include <climits>
#include <openssl/pem.h>

namespace yinxin::crypto {

std::vector<Bytes> pem_blocks(std::string_view pem, std::string_view kind) {
    std::vector<Bytes> blocks;
    if (pem.size() > INT_MAX) return blocks;
    const BioHandle source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    while (true) {
        char* name = nullptr;
        char* header = nullptr;
        unsigned char* data = nullptr;
        long length = 0;
        if (PEM_read_bio(source.get(), &name, &header, &data, &length) != 1) break;
        if (name == kind) blocks.emplace_back(data, data + length);
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_free(data);
    }
    ERR_clear_error();
    return blocks;
}

std::string to_pem(BytesView der, std::string_view kind) {
    constexpr std::size_t line = 64;
    const std::string base64 = to_base64(der);
    std::string pem = "-----BEGIN " + std::string(kind) + "-----\n";
    for (std::size_t at = 0; at < base64.size(); at += line) {
        pem += base64.substr(at, line) + '\n';
    }
    return pem + "-----END " + std::string(kind) + "-----\n";
}

}  // namespace yinxin::crypto
