import CSodium
import Synchronization
@testable import Journal

/// The journal's cryptography over libsodium directly, with the erasure key in memory: the tests' stand-in for a vault.
final class SodiumKeys: JournalKeys {
    private let erasure: Mutex<[UInt8]>
    let signer: [UInt8]
    let erasureUnfinished = false
    private let secret: [UInt8]

    init() {
        precondition(sodium_init() >= 0)
        var key = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&key, 32)
        erasure = Mutex(key)
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secret = [UInt8](repeating: 0, count: 64)
        crypto_sign_keypair(&publicKey, &secret)
        signer = publicKey
        self.secret = secret
    }

    struct Failed: Error {}

    func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    func blake2b256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        crypto_generichash(&digest, 32, bytes, UInt64(bytes.count), nil, 0)
        return digest
    }

    func seal(_ plain: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] {
        let nonce = randomBytes(24)
        var sealed = [UInt8](repeating: 0, count: plain.count + 16)
        var length: UInt64 = 0
        guard crypto_aead_xchacha20poly1305_ietf_encrypt(&sealed, &length, plain, UInt64(plain.count), associated,
                                                         UInt64(associated.count), nil, nonce, key) == 0 else { throw Failed() }
        return nonce + sealed
    }

    func open(_ sealed: [UInt8], key: [UInt8], associated: [UInt8]) throws -> [UInt8] {
        guard sealed.count >= 40 else { throw Failed() }
        let body = Array(sealed[24...])
        var plain = [UInt8](repeating: 0, count: body.count - 16)
        var length: UInt64 = 0
        guard crypto_aead_xchacha20poly1305_ietf_decrypt(&plain, &length, nil, body, UInt64(body.count), associated,
                                                         UInt64(associated.count), Array(sealed[..<24]), key) == 0 else { throw Failed() }
        return plain
    }

    func wrap(_ key: [UInt8], label: String) throws -> [UInt8] { try seal(key, key: erasure.withLock { $0 }, associated: Array(label.utf8)) }
    func unwrap(_ wrapped: [UInt8], label: String) throws -> [UInt8] { try open(wrapped, key: erasure.withLock { $0 }, associated: Array(label.utf8)) }

    func replaceErasureKey(_ rewrap: (_ move: ([UInt8], String) throws -> [UInt8]) throws -> Void) throws {
        let old = erasure.withLock { $0 }
        let new = randomBytes(32)
        try rewrap { wrapped, label in try seal(try open(wrapped, key: old, associated: Array(label.utf8)), key: new, associated: Array(label.utf8)) }
        erasure.withLock { $0 = new }
    }

    func sign(_ bytes: [UInt8]) throws -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        guard crypto_sign_detached(&signature, nil, bytes, UInt64(bytes.count), secret) == 0 else { throw Failed() }
        return signature
    }

    func verify(_ signature: [UInt8], of bytes: [UInt8], by publicKey: [UInt8]) -> Bool {
        signature.count == 64 && publicKey.count == 32
            && crypto_sign_verify_detached(signature, bytes, UInt64(bytes.count), publicKey) == 0
    }
}
