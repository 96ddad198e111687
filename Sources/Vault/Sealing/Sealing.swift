import CSodium
import Foundations

/// All cryptography that modules above need; nobody else imports libsodium. Values are small: bulk data goes through
/// `BlobStore` and the database.
public struct Sealing: Sendable {
    let ring: KeyRing
    private let device: DeviceKey

    init(ring: KeyRing) {
        self.ring = ring
        device = DeviceKey(seed: ring.secret { $0.deviceSeed() })
    }

    // MARK: Without a key

    /// From the operating system's generator, by way of libsodium.
    public static func randomBytes(_ count: Int) -> [UInt8] { Sodium.random(count) }
    public static func blake2b256(_ bytes: [UInt8]) -> [UInt8] { Sodium.blake2b(bytes) }

    /// BLAKE2b-256 keyed with 16 to 64 bytes.
    public static func keyedHash(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        precondition((16...64).contains(key.count), "a key of a keyed hash has 16 to 64 bytes")
        return Sodium.blake2b(bytes, key: key)
    }

    /// Equal, in a time that depends on the length alone.
    public static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && (a.isEmpty || sodium_memcmp(a, b, a.count) == 0)
    }

    // The same by instance, for callers that carry a `Sealing`.
    public func randomBytes(_ count: Int) -> [UInt8] { Sodium.random(count) }
    public func blake2b256(_ bytes: [UInt8]) -> [UInt8] { Sodium.blake2b(bytes) }

    // MARK: Scopes and items

    /// A new random key for `scope` and its wrapped form (76 bytes) under the erasure key of this store.
    public func newScopeKey(for scope: String) throws(VaultError) -> (key: ScopeKey, wrapped: [UInt8]) {
        let key = ScopeKey(SecretBytes.random(32))
        return (key, try wrapScopeKey(key, scope: scope))
    }

    /// The key from its wrapped form. Throws `scopeErased` when its erasure key was replaced since, `sealDamaged` when
    /// the bytes were altered or belong to another scope.
    public func unwrapScopeKey(_ wrapped: [UInt8], scope: String) throws(VaultError) -> ScopeKey {
        var bytes = try ErasureKeys.unwrap(wrapped, label: Array(scope.utf8), ring: ring)
        return ScopeKey(SecretBytes(wiping: &bytes))
    }

    /// Wraps a key that came from elsewhere (a transfer) or moves to another name.
    public func wrapScopeKey(_ key: ScopeKey, scope: String) throws(VaultError) -> [UInt8] {
        var bytes = key.bytes.withBytes { Array($0) }
        defer { Sodium.wipe(&bytes) }
        return try ErasureKeys.wrap(bytes, label: Array(scope.utf8), ring: ring, newest: false)
    }

    /// A new key for one payload, and its wrapped form (72 bytes) under the scope's key.
    public func newItemKey(in scope: ScopeKey, data: [UInt8]) -> (key: ItemKey, wrapped: [UInt8]) {
        let key = ItemKey(SecretBytes.random(32))
        return (key, wrapItemKey(key, in: scope, data: data))
    }

    public func wrapItemKey(_ key: ItemKey, in scope: ScopeKey, data: [UInt8]) -> [UInt8] {
        key.bytes.withBytes { item in
            scope.bytes.withBytes { Box.sealWithNonce(item, key: $0.octets, data: Self.itemData + data) }
        }
    }

    public func unwrapItemKey(_ wrapped: [UInt8], in scope: ScopeKey, data: [UInt8]) throws(VaultError) -> ItemKey {
        guard wrapped.count == 72, let key = Box.openSecret(
            Array(wrapped.dropFirst(24)), key: scope.bytes, data: Self.itemData + data, nonce: Array(wrapped.prefix(24)))
        else { throw VaultError(.sealDamaged) }
        return ItemKey(key)
    }

    private static let itemData = Array("kinbox item 1\0".utf8)

    /// Seals under an item's key, bound to `data`: nonce 24, sealed bytes, tag 16.
    public func seal(_ plain: [UInt8], key: ItemKey, data: [UInt8]) -> [UInt8] {
        plain.withUnsafeBytes { plain in
            key.bytes.withBytes { Box.sealWithNonce(plain, key: $0.octets, data: data) }
        }
    }

    /// Throws `sealDamaged` unless key, bytes and `data` fit.
    public func open(_ sealed: [UInt8], key: ItemKey, data: [UInt8]) throws(VaultError) -> [UInt8] {
        let plain = sealed.withUnsafeBytes { sealed in
            key.bytes.withBytes { Box.openWithNonce(sealed, key: $0.octets, data: data) }
        }
        guard let plain else { throw VaultError(.sealDamaged) }
        return plain
    }

    // MARK: Erasure

    /// A replacement was begun and not finished (a power cut between): call `replaceErasureKey` before anything else is
    /// erased.
    public var erasureUnfinished: Bool { ErasureKeys.isUnfinished(ring) }

    /// Replaces the erasure key, so that what it wraps and is not wrapped anew can never be opened again.
    ///
    /// `rewrap` must, in one transaction that is durable when it returns, replace the wrapped form of **every** scope
    /// key that stays by `rewrapper.rewrap(…)`. It may be called twice: first to finish a replacement that a power cut
    /// left undone. When it throws, both keys stay and nothing is lost; the next call tries again.
    public func replaceErasureKey(rewrap: (ScopeRewrapper) throws -> Void) throws {
        try ErasureKeys.replace(ring, rewrap: rewrap)
    }

    // MARK: This site's device

    /// Ed25519 public key of this site's own device.
    public var devicePublicKey: [UInt8] { device.publicKey }
    public func signDevice(_ bytes: [UInt8]) -> [UInt8] { device.sign(bytes) }

    public static func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
        signature.count == 64 && publicKey.count == 32
            && crypto_sign_verify_detached(signature, bytes, UInt64(bytes.count), publicKey) == 0
    }

    // MARK: Notices

    /// Seals to a store's notice key; only the opened store can read it.
    public static func sealNotice(_ bytes: [UInt8], to noticeKey: [UInt8]) -> [UInt8] {
        Sodium.require()
        precondition(noticeKey.count == 32, "an X25519 public key has 32 bytes")
        return [UInt8](unsafeUninitializedCapacity: bytes.count + 48) { out, count in
            if let base = out.baseAddress { crypto_box_seal(base, bytes, UInt64(bytes.count), noticeKey) }
            count = bytes.count + 48
        }
    }

    /// Throws `sealDamaged` when it was not sealed to this store.
    public func openNotice(_ sealed: [UInt8]) throws(VaultError) -> [UInt8] {
        guard sealed.count >= 48 else { throw VaultError(.sealDamaged) }
        let secret = ring.secret { $0.noticeSecret() }
        let publicKey = ring.file.noticeKey
        var sound = false
        let plain = secret.withBytes { secret in
            [UInt8](unsafeUninitializedCapacity: max(1, sealed.count - 48)) { out, count in
                count = sealed.count - 48
                guard let base = out.baseAddress else { return }
                sound = crypto_box_seal_open(base, sealed, UInt64(sealed.count), publicKey, secret.octets) == 0
            }
        }
        guard sound else { throw VaultError(.sealDamaged) }
        return plain
    }
}

/// The site's Ed25519 key pair, expanded once.
private final class DeviceKey: Sendable {
    let publicKey: [UInt8]
    private let secret: SecretBytes

    init(seed: consuming SecretBytes) {
        var shown = [UInt8](repeating: 0, count: 32)
        secret = seed.withBytes { seed in
            SecretBytes(count: 64) { out in _ = crypto_sign_seed_keypair(&shown, out.octets, seed.octets) }
        }
        publicKey = shown
    }

    func sign(_ bytes: [UInt8]) -> [UInt8] {
        secret.withBytes { secret in
            [UInt8](unsafeUninitializedCapacity: 64) { out, count in
                if let base = out.baseAddress {
                    _ = crypto_sign_detached(base, nil, bytes, UInt64(bytes.count), secret.octets)
                }
                count = 64
            }
        }
    }
}
