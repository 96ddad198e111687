import Foundations

/// The cryptography the journal needs. Production: the vault's sealing. Tests may bring their own.
package protocol JournalKeys: Sendable {
    func randomBytes(_ count: Int) -> [UInt8]
    /// BLAKE2b, 32 bytes, unkeyed.
    func blake2b256(_ bytes: [UInt8]) -> [UInt8]
    /// Authenticated encryption under a 32-byte key; the nonce is random and travels in the result.
    func seal(_ plain: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8]
    func open(_ sealed: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8]
    /// Wraps 32 bytes under the current erasure key.
    func wrap(_ key: [UInt8], label: String) throws -> [UInt8]
    func unwrap(_ wrapped: [UInt8], label: String) throws -> [UInt8]
    /// True where a replacement was cut off: finish it by another one.
    var erasureUnfinished: Bool { get }
    /// Makes a new erasure key, lets `rewrap` move what must survive (each call turns an old wrapping into a new one),
    /// and destroys the old key once `rewrap` has returned and its writes are durable. `rewrap` may be called twice,
    /// first to finish one that was cut off.
    func replaceErasureKey(_ rewrap: (_ move: (_ wrapped: [UInt8], _ label: String) throws -> [UInt8]) throws -> Void) throws
    /// Ed25519 by this site's device key.
    func sign(_ bytes: [UInt8]) throws -> [UInt8]
    func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool
    var signer: [UInt8] { get }
}
