import Foundations

/// Wraps scope keys anew while the erasure key is being replaced.
public struct ScopeRewrapper: Sendable {
    let ring: KeyRing

    /// The same key under the new erasure key. Throws `scopeErased`, `sealDamaged`.
    public func rewrap(_ wrapped: [UInt8], label: [UInt8]) throws(VaultError) -> [UInt8] {
        var key = try ErasureKeys.unwrap(wrapped, label: label, ring: ring)
        defer { Sodium.wipe(&key) }
        return try ErasureKeys.wrap(key, label: label, ring: ring, newest: true)
    }

    public func rewrap(_ wrapped: [UInt8], scope: String) throws(VaultError) -> [UInt8] {
        try rewrap(wrapped, label: Array(scope.utf8))
    }
}

/// Scope keys are wrapped by an erasure key that lives in `vault.keys` alone. Replacing it makes every wrapped key that
/// was not carried over unreadable, wherever copies of it lie in the database, its log or on flash.
///
/// Wrapped: erasure key id 4 · nonce 24 · sealed key 48; associated data "kinbox scope 1", a zero byte, the label (the scope's text).
enum ErasureKeys {
    /// `newest` takes the key that is coming, while one is.
    static func wrap(_ key: [UInt8], label: [UInt8], ring: KeyRing, newest: Bool) throws(VaultError) -> [UInt8] {
        try ring.look { state throws(VaultError) in
            let place = newest && state.body.erasureKeyID(1) != 0 ? 1 : 0
            var wrapped: [UInt8] = []
            wrapped.append(bigEndian: state.body.erasureKeyID(place))
            return wrapped + state.body.withErasureKey(place) { erasure in
                key.withUnsafeBytes { Box.sealWithNonce($0, key: erasure, data: data(label)) }
            }
        }
    }

    static func unwrap(_ wrapped: [UInt8], label: [UInt8], ring: KeyRing) throws(VaultError) -> [UInt8] {
        guard wrapped.count == 76 else { throw VaultError(.sealDamaged) }
        let id = wrapped.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        return try ring.look { state throws(VaultError) in
            let place: Int
            switch id {
            case 0: throw VaultError(.sealDamaged)
            case state.body.erasureKeyID(0): place = 0
            case state.body.erasureKeyID(1): place = 1
            default: throw VaultError(id < state.body.erasureKeyID(0) ? .scopeErased : .sealDamaged)
            }
            let key = state.body.withErasureKey(place) { erasure in
                wrapped.withUnsafeBytes {
                    Box.openWithNonce(UnsafeRawBufferPointer(rebasing: $0[4...]), key: erasure, data: data(label))
                }
            }
            guard let key else { throw VaultError(.sealDamaged) }
            return key
        }
    }

    static func isUnfinished(_ ring: KeyRing) -> Bool {
        (try? ring.look { state throws(VaultError) in state.body.erasureKeyID(1) != 0 }) ?? false
    }

    static func replace(_ ring: KeyRing, rewrap: (ScopeRewrapper) throws -> Void) throws {
        // A replacement that was cut off is finished first, with its own key: rows may already be wrapped under it.
        if isUnfinished(ring) { try finish(ring, rewrap) }
        try ring.change { state throws(VaultError) in
            state.body.setErasureKey(1, id: state.body.erasureKeyID(0) &+ 1)
        }
        try finish(ring, rewrap)
    }

    private static func finish(_ ring: KeyRing, _ rewrap: (ScopeRewrapper) throws -> Void) throws {
        try rewrap(ScopeRewrapper(ring: ring))
        try ring.change { $0.body.keepOnlySecondErasureKey() }
    }

    private static func data(_ label: [UInt8]) -> [UInt8] { Array("kinbox scope 1\0".utf8) + label }
}
