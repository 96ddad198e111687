import Vault

/// The journal's cryptography in production: the vault's sealing.
struct VaultKeys: JournalKeys {
    private let sealing: Sealing

    init(_ sealing: Sealing) { self.sealing = sealing }

    var signer: [UInt8] { sealing.devicePublicKey }

    func randomBytes(_ count: Int) -> [UInt8] { Sealing.randomBytes(count) }
    func blake2b256(_ bytes: [UInt8]) -> [UInt8] { Sealing.blake2b256(bytes) }

    func seal(_ plain: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] {
        sealing.seal(plain, plainKey: key, data: associated)
    }

    func open(_ sealed: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] {
        try sealing.open(sealed, plainKey: key, data: associated)
    }

    func wrap(_ key: [UInt8], label: String) throws -> [UInt8] { try sealing.wrapPlainKey(key, label: Self.scope(label)) }
    func unwrap(_ wrapped: [UInt8], label: String) throws -> [UInt8] { try sealing.unwrapPlainKey(wrapped, label: Self.scope(label)) }

    var erasureUnfinished: Bool { sealing.erasureUnfinished }

    func replaceErasureKey(_ rewrap: (_ move: (_ wrapped: [UInt8], _ label: String) throws -> [UInt8]) throws -> Void) throws {
        try sealing.replaceErasureKey { rewrapper in
            try rewrap { wrapped, label in try rewrapper.rewrap(wrapped, scope: Self.scope(label)) }
        }
    }

    func sign(_ bytes: [UInt8]) throws -> [UInt8] { sealing.signDevice(bytes) }

    func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
        Sealing.verify(signature, of: bytes, by: publicKey)
    }

    /// Keeps the journal's names apart from everything else that the erasure key wraps.
    private static func scope(_ label: String) -> String { "journal " + label }
}
