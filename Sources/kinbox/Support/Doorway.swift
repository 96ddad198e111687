import Foundation
import Foundations
import HTTPServer
import SiteAuthority
import Web

/// The only key outside the vault: the leaf certificate, so that the unlock page can be reached. A thief of the disk can
/// pretend to be this site with it until it ends; he can read nothing. `tls.json` in the data directory, mode 0600.
struct Doorway: Codable {
    var certificate: ServerCertificate
    /// Nil for a certificate of the site's own choosing, which browsers trust already.
    var rootPEM: String?
    var rootDER: [UInt8]?
    var fingerprint: String?
    var names: [String]

    static func path(in directory: String) -> String { directory + "/tls.json" }

    static func read(_ directory: String) throws -> Doorway {
        let bytes = try DiskFiles().readAll(path(in: directory), limit: 1 << 20)
        return try JSONDecoder().decode(Doorway.self, from: Data(bytes))
    }

    func write(_ directory: String) throws {
        try writeAtomically(Array(try JSONEncoder().encode(self)), to: Self.path(in: directory), through: DiskFiles(), mode: 0o600)
    }

    /// A fresh leaf from the site's authority.
    static func issue(_ secrets: SiteSecrets, time: any TimeSource) throws -> Doorway {
        let authority = try SiteAuthority(secrets.authority)
        return Doorway(certificate: try authority.issue(names: secrets.names, at: time.now()), rootPEM: authority.rootPEM,
                       rootDER: authority.rootDER, fingerprint: authority.rootFingerprint, names: secrets.names)
    }

    /// A new leaf, written, where the old one nears its end; nil where it does not or is of the site's own choosing.
    static func renewed(_ directory: String, _ secrets: SiteSecrets, time: any TimeSource) throws -> Doorway? {
        let current = try read(directory)
        guard current.rootPEM != nil,
              try SiteAuthority(secrets.authority).needsRenewal(current.certificate, names: secrets.names, at: time.now()) else { return nil }
        let next = try issue(secrets, time: time)
        try next.write(directory)
        return next
    }

    var tls: TLSMaterial { TLSMaterial(certificateChain: certificate.chain, key: certificate.key) }

    func offer(address: String) -> CertificateOffer? {
        guard let rootPEM, let rootDER, let fingerprint else { return nil }
        return CertificateOffer(pem: rootPEM, der: rootDER, fingerprint: fingerprint, address: address + "/ca")
    }
}

/// Names and addresses under which this machine can be reached on its networks.
enum OwnNames {
    static func all(extra: [String]) -> [String] {
        var names = extra + ["localhost", "kinbox.local", "127.0.0.1", "::1"]
        var list: UnsafeMutablePointer<ifaddrs>?
        if getifaddrs(&list) == 0 {
            var next = list
            while let one = next {
                if let address = numeric(one.pointee.ifa_addr), !address.hasPrefix("fe80"), !address.contains("%") { names.append(address) }
                next = one.pointee.ifa_next
            }
            freeifaddrs(list)
        }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private static func numeric(_ address: UnsafeMutablePointer<sockaddr>?) -> String? {
        guard let address else { return nil }
        let family = Int32(address.pointee.sa_family)
        guard family == AF_INET else { return nil }
        // Not getnameinfo: it loads resolver libraries at run time, which a static binary does not have.
        var four = UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr
        var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
        guard inet_ntop(family, &four, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
