import Crypto
import FoundationEssentials
public import Foundations
import SwiftASN1
import X509

/// A certificate with its key, ready for a TLS server.
public struct ServerCertificate: Sendable, Codable, Equatable {
    /// PEM, the site's certificate first.
    public let chain: String
    /// PEM, PKCS #8. Secret.
    public let key: String
    /// When it ends, Unix milliseconds.
    public let ends: Int64

    public init(chain: String, key: String, ends: Int64) {
        self.chain = chain
        self.key = key
        self.ends = ends
    }
}

/// The site's own certificate authority.
///
/// A root signs one intermediate and is destroyed: its key never leaves `found`. People install the root. The
/// intermediate, kept in the vault, signs the box's certificates for as long as the site lives; it can sign only for the
/// site's names and for local networks (`docs/formats/certificates.md`).
public struct SiteAuthority: Sendable {
    /// What the caller keeps in the vault.
    public struct Stored: Sendable, Codable, Equatable {
        /// The intermediate's private key, 32 bytes. Secret.
        public let key: [UInt8]
        /// DER.
        public let intermediate: [UInt8]
        /// DER. Public.
        public let root: [UInt8]
    }

    public let stored: Stored
    private let key: P256.Signing.PrivateKey
    private let intermediate: Certificate
    private let permitted: Permitted

    /// Makes a new authority. `title` shows in the devices' lists of authorities: it should name the office and tell
    /// nothing of what it does. `names` are those that people will type, beside the local ones.
    public static func found(title: String, names: [String], at time: WallTime) throws(CertificateFault) -> SiteAuthority {
        var parsed: [SiteName] = []
        for name in names { parsed.append(try SiteName(name)) }
        let permitted = Permitted(for: parsed)
        let rootKey = P256.Signing.PrivateKey(), key = P256.Signing.PrivateKey()
        let now = Validity.now(time)
        do {
            let rootName = try DistinguishedName { CommonName(title) }
            let root = try sign(subject: rootName, key: rootKey.publicKey, by: rootKey, issuer: rootName, now: now,
                                ahead: Validity.authorityAhead, extensions: Profile.root(rootKey.publicKey))
            let intermediate = try sign(subject: try DistinguishedName { CommonName(title + " (box)") },
                                        key: key.publicKey, by: rootKey, issuer: rootName, now: now,
                                        ahead: Validity.authorityAhead,
                                        extensions: Profile.intermediate(key.publicKey, of: rootKey.publicKey, permitted))
            return try SiteAuthority(Stored(key: Array(key.rawRepresentation), intermediate: der(intermediate),
                                            root: der(root)))
        } catch let fault as CertificateFault {
            throw fault
        } catch {
            throw .signing(String(describing: error))
        }
    }

    /// Reads an authority back from the vault.
    public init(_ stored: Stored) throws(CertificateFault) {
        do {
            key = try P256.Signing.PrivateKey(rawRepresentation: stored.key)
            intermediate = try Certificate(derEncoded: stored.intermediate)
            guard intermediate.publicKey == Certificate.PublicKey(key.publicKey),
                  let constraints = try intermediate.extensions.nameConstraints
            else { throw CertificateFault.authorityUnreadable }
            permitted = Permitted(domains: Array(constraints.permittedDNSDomains),
                                  ranges: constraints.permittedIPRanges.map { Array($0.bytes) })
            self.stored = stored
        } catch {
            throw .authorityUnreadable
        }
    }

    /// `root.crt`: what people install. PEM, and DER for phones.
    public var rootPEM: String { PEMDocument(type: "CERTIFICATE", derBytes: stored.root).pemString + "\n" }
    public var rootDER: [UInt8] { stored.root }

    /// SHA-256 of the root in pairs of hex digits, to compare with the printed sheet before installing.
    public var rootFingerprint: String {
        SHA256.hash(data: stored.root).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined(separator: ":")
    }

    /// A new certificate with a new key for the box. `names` are host names and addresses, at least one.
    public func issue(names: [String], at time: WallTime) throws(CertificateFault) -> ServerCertificate {
        var parsed: [SiteName] = []
        for name in names {
            let name = try SiteName(name)
            guard permitted.permits(name) else { throw .nameNotPermitted(name.text) }
            if !parsed.contains(name) { parsed.append(name) }
        }
        guard let first = parsed.first else { throw .badName("") }
        let leafKey = P256.Signing.PrivateKey()
        do {
            // The common name only shows in lists; some viewers cut it at 64 bytes.
            let subject = try DistinguishedName { CommonName(String(first.text.prefix(64))) }
            let leaf = try Self.sign(subject: subject, key: leafKey.publicKey, by: key, issuer: intermediate.subject,
                                     now: Validity.now(time), ahead: Validity.leafAhead, back: Validity.leafBack,
                                     extensions: Profile.leaf(leafKey.publicKey, of: key.publicKey, parsed))
            let chain = try [leaf, intermediate].map { try $0.serializeAsPEM().pemString + "\n" }.joined()
            return ServerCertificate(chain: chain, key: leafKey.pemRepresentation + "\n",
                                     ends: Int64(leaf.notValidAfter.timeIntervalSince1970 * 1000))
        } catch {
            throw .signing(String(describing: error))
        }
    }

    /// Whether a certificate of `issue` should be replaced: it ends soon or has hardly begun by this clock, or it lacks
    /// one of `names`.
    public func needsRenewal(_ certificate: ServerCertificate, names: [String], at time: WallTime) -> Bool {
        let now = Validity.now(time)
        let left = Double(certificate.ends) / 1000 - now.timeIntervalSince1970
        guard left > Validity.renewal, let chain = try? OwnCertificate.readChain(certificate.chain),
              chain.count == 2, Array(chain[1].tbsCertificateBytes) == Array(intermediate.tbsCertificateBytes)
        else { return true }
        guard now.timeIntervalSince(chain[0].notValidBefore) > Validity.renewal else { return true }
        let carried = OwnCertificate.names(of: chain[0])
        return !names.allSatisfy { name in (try? SiteName(name)).map { carried.contains($0.text) } ?? true }
    }

    private static func sign(subject: DistinguishedName, key: P256.Signing.PublicKey, by issuerKey: P256.Signing.PrivateKey,
                             issuer: DistinguishedName, now: Date, ahead: TimeInterval,
                             back: TimeInterval = Validity.authorityBack, extensions: Certificate.Extensions) throws -> Certificate {
        try Certificate(version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key),
                        notValidBefore: now - back, notValidAfter: now + ahead, issuer: issuer, subject: subject,
                        signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
                        issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }

    private static func der(_ certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }
}
