import Crypto
import FoundationEssentials
public import Foundations
import SwiftASN1
import X509

/// A certificate that somebody else issued for this site.
public enum OwnCertificate {
    public static let maximumBytes = 64 * 1024
    static let maximumLength = 10

    /// Checks all that a browser would stumble over later: readable, key and certificate belong together, each signed
    /// by the next, in its time, for `name` (a host name or address). Whether the last issuer is trusted is the
    /// devices' affair. `time` may be wrong, so the dates are judged only when its clock was ever set.
    public static func check(chain: String, key: String, name: String, at time: WallTime) throws(CertificateFault) -> ServerCertificate {
        let certificates = try readChain(chain)
        let leaf = certificates[0]
        guard try readKey(key).publicKey == leaf.publicKey else { throw .keyDoesNotMatch }
        guard certificates.allSatisfy(isStrong) else { throw .tooWeak }
        for (index, pair) in zip(certificates, certificates.dropFirst()).enumerated() {
            let isSigned = pair.0.issuer == pair.1.subject && pair.1.publicKey.isValidSignature(pair.0.signature, for: pair.0)
            guard isSigned else { throw .chainBroken(position: index + 1) }
        }
        if time.trust != .unset { try checkDates(certificates, Date(timeIntervalSince1970: Double(time.millis) / 1000)) }
        let wanted = try SiteName(name), carried = names(of: leaf)
        guard carried.contains(where: { covers($0, wanted.text) }) else { throw .otherNames(wanted: wanted.text, has: carried) }
        let ends = certificates.map(\.notValidAfter).min() ?? leaf.notValidAfter
        return ServerCertificate(chain: chain, key: key, ends: Int64(ends.timeIntervalSince1970 * 1000))
    }

    static func readChain(_ pem: String) throws(CertificateFault) -> [Certificate] {
        guard pem.utf8.count <= maximumBytes, let documents = try? PEMDocument.parseMultiple(pemString: pem) else {
            throw .chainUnreadable
        }
        let certificates = documents.filter { $0.discriminator == "CERTIFICATE" }.map { try? Certificate(pemDocument: $0) }
        guard (1...maximumLength).contains(certificates.count) else { throw .chainUnreadable }
        let readable = certificates.compactMap(\.self)
        guard readable.count == certificates.count else { throw .chainUnreadable }
        return readable
    }

    private static func readKey(_ pem: String) throws(CertificateFault) -> Certificate.PrivateKey {
        guard pem.utf8.count <= maximumBytes else { throw .keyUnreadable }
        guard !pem.contains("ENCRYPTED") else { throw .keyEncrypted }
        guard let documents = try? PEMDocument.parseMultiple(pemString: pem) else { throw .keyUnreadable }
        // `openssl ecparam -genkey` puts the curve's name into a block of its own before the key.
        for document in documents where document.discriminator.hasSuffix("PRIVATE KEY") {
            if let key = try? Certificate.PrivateKey(pemDocument: document) { return key }
        }
        throw .keyUnreadable
    }

    private static func checkDates(_ certificates: [Certificate], _ now: Date) throws(CertificateFault) {
        for certificate in certificates {
            let over = now.timeIntervalSince(certificate.notValidAfter)
            if over > 0 { throw .expired(days: Int(over / Validity.day)) }
            let until = certificate.notValidBefore.timeIntervalSince(now)
            if until > 0 { throw .notYetValid(days: Int((until / Validity.day).rounded(.up))) }
        }
    }

    /// The names as text, from the alternative names only: browsers ignore the common name.
    static func names(of certificate: Certificate) -> [String] {
        guard let alternatives = try? certificate.extensions.subjectAlternativeNames else { return [] }
        return alternatives.compactMap { name in
            switch name {
            case .dnsName(let host): host.lowercased()
            case .ipAddress(let octets) where [4, 16].contains(octets.bytes.count): SiteName.address(Array(octets.bytes)).text
            default: nil
            }
        }
    }

    /// Exactly, or by a wildcard for one label.
    private static func covers(_ carried: String, _ wanted: String) -> Bool {
        guard carried.hasPrefix("*.") else { return carried == wanted }
        guard let dot = wanted.firstIndex(of: ".") else { return false }
        return wanted[dot...] == carried.dropFirst()
    }

    /// SHA-1 is refused but where nobody looks: in a root's signature of itself. RSA keys under 2048 bits do not get
    /// this far: the library does not read them.
    private static func isStrong(_ certificate: Certificate) -> Bool {
        certificate.issuer == certificate.subject || certificate.signatureAlgorithm != .sha1WithRSAEncryption
    }
}
