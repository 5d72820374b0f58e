// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * Seals a document as BouncyCastle does, under an authority of its own. Usage: StrangersSeals KIND
 * DOCUMENT DIRECTORY, with KIND one of sm2, p384, p521, pss. Writes root.crt, signer.crt, revoked.crl
 * (which names the signer's certificate), seal.der (detached), token.der (a timestamp over the
 * seal's value) and, for sm2, gm.der: the same seal under the identifiers of GB/T 35275.
 */
public final class StrangersSeals {
    private static final ASN1ObjectIdentifier GM_DATA = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2.1");
    private static final ASN1ObjectIdentifier GM_SIGNED = new ASN1ObjectIdentifier("1.2.156.10197.6.1.4.2.2");
    private static final ASN1ObjectIdentifier GM_SM2 = new ASN1ObjectIdentifier("1.2.156.10197.1.301.1");

    private final String algorithm;
    private final ASN1ObjectIdentifier digest;
    private final KeyPairGenerator generator;
    private final Date from = new Date(1_577_836_800_000L);
    private final Date until = new Date(2_366_841_600_000L);
    private final DigestCalculatorProvider digests =
            new JcaDigestCalculatorProviderBuilder().setProvider("BC").build();
    private int serial = 100;

    private StrangersSeals(String kind) throws Exception {
        boolean isRsa = kind.equals("pss");
        generator = KeyPairGenerator.getInstance(isRsa ? "RSA" : "EC", "BC");
        switch (kind) {
            case "sm2" -> {
                generator.initialize(new ECGenParameterSpec("sm2p256v1"));
                algorithm = "SM3withSM2";
                digest = new ASN1ObjectIdentifier("1.2.156.10197.1.401");
            }
            case "p384" -> {
                generator.initialize(new ECGenParameterSpec("P-384"));
                algorithm = "SHA384withECDSA";
                digest = new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.2");
            }
            case "p521" -> {
                generator.initialize(new ECGenParameterSpec("P-521"));
                algorithm = "SHA512withECDSA";
                digest = new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.3");
            }
            default -> {
                generator.initialize(2048);
                algorithm = "SHA512withRSAandMGF1";
                digest = new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.3");
            }
        }
    }

    /** Somebody with a key and a certificate. */
    private record Person(KeyPair keys, X509CertificateHolder certificate) {}

    private ContentSigner signer(KeyPair keys) throws Exception {
        return new JcaContentSignerBuilder(algorithm).setProvider("BC").build(keys.getPrivate());
    }

    private Person certify(String name, Person issuer, Extension... extensions) throws Exception {
        KeyPair keys = generator.generateKeyPair();
        X500Name subject = new X500Name("CN=" + name);
        X500Name issuerName = issuer == null ? subject : issuer.certificate.getSubject();
        var builder = new JcaX509v3CertificateBuilder(
                issuerName, BigInteger.valueOf(++serial), from, until, subject, keys.getPublic());
        for (Extension extension : extensions) {
            builder.addExtension(extension);
        }
        return new Person(keys, builder.build(signer(issuer == null ? keys : issuer.keys)));
    }

    private static Extension usage(int bits) throws IOException {
        return new Extension(Extension.keyUsage, true, new KeyUsage(bits).getEncoded());
    }

    private SignerInfoGenerator signerInfo(Person person, CMSAttributeTableGenerator attributes) throws Exception {
        return new JcaSignerInfoGeneratorBuilder(digests)
                .setSignedAttributeGenerator(attributes)
                .build(signer(person.keys), toX509(person.certificate));
    }

    private static X509Certificate toX509(X509CertificateHolder holder) throws Exception {
        return new JcaX509CertificateConverter().setProvider("BC").getCertificate(holder);
    }

    private CMSSignedData seal(Person person, ASN1ObjectIdentifier type, byte[] document) throws Exception {
        byte[] name = MessageDigest.getInstance("SHA-256").digest(person.certificate.getEncoded());
        ASN1EncodableVector extra = new ASN1EncodableVector();
        extra.add(new Attribute(
                PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                new DERSet(new SigningCertificateV2(new ESSCertIDv2(name)))));
        extra.add(new Attribute(
                PKCSObjectIdentifiers.pkcs_9_at_signingTime, new DERSet(new Time(new Date(1_609_459_200_000L)))));
        CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
        cms.addSignerInfoGenerator(
                signerInfo(person, new DefaultSignedAttributeTableGenerator(new AttributeTable(extra))));
        cms.addCertificates(new CollectionStore<>(List.of(person.certificate)));
        return cms.generate(new CMSProcessableByteArray(type, document), false);
    }

    /** GB/T 35275: version 1 always, identifiers of its own, and SM2 named without its digest. */
    private static byte[] underGmNames(CMSSignedData cms) throws IOException {
        SignedData data = SignedData.getInstance(cms.toASN1Structure().getContent());
        SignerInfo was = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        SignerInfo info = new SignerInfo(
                was.getSID(),
                was.getDigestAlgorithm(),
                was.getAuthenticatedAttributes(),
                new AlgorithmIdentifier(GM_SM2),
                was.getEncryptedDigest(),
                was.getUnauthenticatedAttributes());
        DERSequence signed = new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(1),
            data.getDigestAlgorithms(),
            data.getEncapContentInfo(),
            new DERTaggedObject(false, 0, data.getCertificates()),
            new DERSet(info)
        });
        DERSequence outer = new DERSequence(
                new ASN1Encodable[] {GM_SIGNED, new DERTaggedObject(true, 0, signed)});
        return outer.getEncoded("DER");
    }

    private byte[] stamp(Person authority, byte[] value) throws Exception {
        DigestCalculator calculator = digests.get(new AlgorithmIdentifier(digest));
        calculator.getOutputStream().write(value);
        TimeStampRequestGenerator request = new TimeStampRequestGenerator();
        request.setCertReq(true);
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                signerInfo(authority, new DefaultSignedAttributeTableGenerator()),
                digests.get(new AlgorithmIdentifier(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.1"))),
                new ASN1ObjectIdentifier("1.2.3.4.1"));
        tokens.addCertificates(new CollectionStore<>(List.of(authority.certificate)));
        return tokens.generate(request.generate(digest, calculator.getDigest()), BigInteger.TEN, new Date())
                .toCMSSignedData()
                .getEncoded("DER");
    }

    private void run(Path document, Path into, boolean isGm) throws Exception {
        Person root = certify(
                "Stranger root",
                null,
                new Extension(Extension.basicConstraints, true, new BasicConstraints(true).getEncoded()),
                usage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        Person seal = certify("Stranger seal", root, usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        Person authority = certify(
                "Stranger clock",
                root,
                usage(KeyUsage.digitalSignature),
                new Extension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping).getEncoded()));
        X509v2CRLBuilder list = new X509v2CRLBuilder(root.certificate.getSubject(), from);
        list.setNextUpdate(until);
        list.addCRLEntry(seal.certificate.getSerialNumber(), from, CRLReason.keyCompromise);

        byte[] content = Files.readAllBytes(document);
        CMSSignedData cms = seal(seal, PKCSObjectIdentifiers.data, content);
        byte[] value = cms.getSignerInfos().getSigners().iterator().next().getSignature();
        Files.write(into.resolve("root.crt"), root.certificate.getEncoded());
        Files.write(into.resolve("signer.crt"), seal.certificate.getEncoded());
        Files.write(into.resolve("revoked.crl"), list.build(signer(root.keys)).getEncoded());
        Files.write(into.resolve("seal.der"), cms.getEncoded("DER"));
        Files.write(into.resolve("token.der"), stamp(authority, value));
        if (isGm) {
            Files.write(into.resolve("gm.der"), underGmNames(seal(seal, GM_DATA, content)));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        new StrangersSeals(arguments[0])
                .run(Path.of(arguments[1]), Path.of(arguments[2]), arguments[0].equals("sm2"));
    }
}
