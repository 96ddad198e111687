import Crypto
@testable import SiteAuthority
import SwiftASN1

extension SiteAuthority {
    /// The stored key as a thief would write it down.
    static func pem(ofStored stored: Stored) throws -> String {
        try P256.Signing.PrivateKey(rawRepresentation: stored.key).pemRepresentation + "\n"
    }

    static func intermediatePEM(_ stored: Stored) throws -> String {
        PEMDocument(type: "CERTIFICATE", derBytes: stored.intermediate).pemString + "\n"
    }
}
