import Crypto
import SwiftASN1
import X509

/// The extensions of the three kinds of certificate.
enum Profile {
    static func root(_ key: P256.Signing.PublicKey) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 1))
            Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            identifier(key)
        }
    }

    /// Critical name constraints over both kinds of name: a kind that is not named would be free.
    static func intermediate(_ key: P256.Signing.PublicKey, of issuer: P256.Signing.PublicKey,
                             _ permitted: Permitted) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
            Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            try ExtendedKeyUsage([.serverAuth])
            Critical(NameConstraints(
                permittedDNSDomains: permitted.domains,
                permittedIPRanges: permitted.ranges.map { ASN1OctetString(contentBytes: $0[...]) }))
            identifier(key)
            AuthorityKeyIdentifier(keyIdentifier: identifier(issuer).keyIdentifier)
        }
    }

    static func leaf(_ key: P256.Signing.PublicKey, of issuer: P256.Signing.PublicKey,
                     _ names: [SiteName]) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.serverAuth])
            SubjectAlternativeNames(names.map { name in
                switch name {
                case .dns(let host): .dnsName(host)
                case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
                }
            })
            identifier(key)
            AuthorityKeyIdentifier(keyIdentifier: identifier(issuer).keyIdentifier)
        }
    }

    private static func identifier(_ key: P256.Signing.PublicKey) -> SubjectKeyIdentifier {
        SubjectKeyIdentifier(hash: Certificate.PublicKey(key))
    }
}
