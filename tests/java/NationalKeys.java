// SPDX-License-Identifier: Apache-2.0
// The national suite as another library computes it (docs/gm.md).
//   NationalKeys mac KEY MESSAGE             HMAC-SM3, all in hexadecimal
//   NationalKeys derive KEY PURPOSE LENGTH   HKDF-SM3 with the salt "yinxin/v1"; PURPOSE is text
//   NationalKeys open KEY CONTEXT SEALED     the plain bytes of a sealed value of version 2
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.util.encoders.Hex;

public final class NationalKeys {
    private static final int HEADER = 5;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] value = new byte[mac.getMacSize()];
        mac.doFinal(value, 0);
        return value;
    }

    private static byte[] derive(byte[] key, String purpose, int length) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SM3Digest());
        hkdf.init(new HKDFParameters(key, text("yinxin/v1"), text(purpose)));
        byte[] derived = new byte[length];
        hkdf.generateBytes(derived, 0, length);
        return derived;
    }

    private static byte[] open(byte[] key, byte[] context, byte[] sealed) {
        byte[] keys = derive(key, "sm4-ctr and hmac-sm3", 48);
        byte[] header = Arrays.copyOfRange(sealed, 0, HEADER);
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER, HEADER + NONCE);
        byte[] body = Arrays.copyOfRange(sealed, HEADER + NONCE, sealed.length - TAG);
        byte[] tag = Arrays.copyOfRange(sealed, sealed.length - TAG, sealed.length);
        byte[] length = java.nio.ByteBuffer.allocate(8).putLong(HEADER + context.length).array();
        byte[] whole = mac(Arrays.copyOfRange(keys, 16, 48), length, header, context, nonce, body);
        if (header[0] != 2 || !Arrays.equals(Arrays.copyOf(whole, TAG), tag)) {
            throw new IllegalArgumentException("not sealed with this key for this place");
        }
        SICBlockCipher counter = new SICBlockCipher(new SM4Engine());
        counter.init(false, new ParametersWithIV(new KeyParameter(keys, 0, 16), Arrays.copyOf(nonce, 16)));
        byte[] plain = new byte[body.length];
        counter.processBytes(body, 0, body.length, plain, 0);
        return plain;
    }

    public static void main(String[] args) {
        byte[] key = Hex.decode(args[1]);
        byte[] answer = switch (args[0]) {
            case "mac" -> mac(key, Hex.decode(args[2]));
            case "derive" -> derive(key, args[2], Integer.parseInt(args[3]));
            case "open" -> open(key, text(args[2]), Hex.decode(args[3]));
            default -> throw new IllegalArgumentException(args[0]);
        };
        System.out.println(Hex.toHexString(answer));
    }
}
