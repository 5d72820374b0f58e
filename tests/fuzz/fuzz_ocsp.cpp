// SPDX-License-Identifier: Apache-2.0
// Answers of responders (OCSP), about one certificate of a demonstration whose keys nobody kept.
#include "fuzz/input.hpp"

#include "yinxin/crypto/ocsp.hpp"

#include <algorithm>

using namespace yinxin;

namespace {

// The seeds good.der, revoked.der and delegated.der are what `openssl ocsp` answered about the
// second in the name of the first.
constexpr const char* issuer_pem = R"(-----BEGIN CERTIFICATE-----
MIIBjTCCATSgAwIBAgIUKfjKrmgh7g6wvPlbPk+w/+hCl0AwCgYIKoZIzj0EAwIw
JDEiMCAGA1UEAwwZ5ryU56S66aKB5Y+R5py65p6EIChERU1PKTAgFw0yNjExMjkw
OTIyNDRaGA8yMTI2MTEwNTA5MjI0NFowJDEiMCAGA1UEAwwZ5ryU56S66aKB5Y+R
5py65p6EIChERU1PKTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPUXHCyIPeRE
cxju8haH/YT/gEL+lQASPXIK1ikwi2CmmMjNknYlvtjl+UebldZuUaxspeCkDXWT
J5QOYMgUgmujQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgGGMB0G
A1UdDgQWBBQSlZRw//9aiYPrwElbxMWXXjCrxDAKBggqhkjOPQQDAgNHADBEAiAP
N+iiMv0Th/JEraZmDYq/p4i6v1oO1ywRvwfO8Ek/KAIgcB36iSP/CxNWFEZua1An
eu1MNz9ObcUwevyevL9bo+U=
-----END CERTIFICATE-----
)";
constexpr const char* subject_pem = R"(-----BEGIN CERTIFICATE-----
MIIBfTCCASOgAwIBAgIDEjQBMAoGCCqGSM49BAMCMCQxIjAgBgNVBAMMGea8lOek
uumigeWPkeacuuaehCAoREVNTykwIBcNMjYxMTI5MDkyMjQ0WhgPMjEyNjExMDUw
OTIyNDRaMBQxEjAQBgNVBAMMCURFTU8gbGVhZjBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABFKSV63SorSBllPHyvxZ1EeEtu8XEJv3uUXG/WJQjDEMCWOb0ryR+o5x
poQrIRMfmbJkgevKAS+y0Q7w1TBne6CjUjBQMA4GA1UdDwEB/wQEAwIHgDAdBgNV
HQ4EFgQUsWQi4uitIfwmHYiW5mXApF9xqTkwHwYDVR0jBBgwFoAUEpWUcP//WomD
68BJW8TFl14wq8QwCgYIKoZIzj0EAwIDSAAwRQIgF29KV1W4lSMqTgrGIvqDHc8U
dNhbFfNqx0jT5WxLIEwCIQCWoz4+Z0u3XD8aWcGj9ewl1GO9gtcw0vd8ZiMR3FAi
kA==
-----END CERTIFICATE-----
)";

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto issuer = *crypto::Certificate::parse_pem(issuer_pem);
    static const auto subject = *crypto::Certificate::parse_pem(subject_pem);
    const auto answer = crypto::read_ocsp_response(BytesView(data, size), subject, issuer);
    if (!answer) return 0;
    // Nobody can sign another: only what the seeds say is ever taken.
    if (answer->revocation) {
        fuzz::must(answer->revocation->reason == crypto::RevocationReason::key_compromise);
        fuzz::must(std::ranges::equal(answer->revocation->serial, subject.serial_der()));
    }
    fuzz::must(answer->next_update && *answer->next_update > answer->this_update);
    return 0;
}
