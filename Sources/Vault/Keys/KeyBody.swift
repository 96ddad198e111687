import CSodium
import Glibc

/// The secret part of the key file, 256 bytes in locked memory:
/// two generations (id 4, state 2, suite 2, pages sealed 8, vault key 32), two erasure keys (id 4, key 32), the X25519 secret of
/// sealed notices 32, the Ed25519 seed of this site's device 32, zeros 24. An id of 0 is an empty place.
struct KeyBody: ~Copyable {
    static let size = 256
    private static let erasureAt = 96
    private static let noticeAt = 168
    private static let deviceAt = 200

    enum GenerationState: UInt16 { case current = 1, next = 2 }

    private var memory: SecretBytes

    /// A new store's: generation 1, erasure key 1.
    static func fresh(suite: CipherSuite) -> KeyBody {
        var body = KeyBody(memory: SecretBytes(count: size) { memset($0.octets, 0, size) })
        body.setGeneration(0, id: 1, state: .current, suite: suite)
        body.setErasureKey(0, id: 1)
        body.edit { bytes in
            randombytes_buf(bytes + Self.noticeAt, 32)
            randombytes_buf(bytes + Self.deviceAt, 32)
        }
        return body
    }

    private init(memory: consuming SecretBytes) { self.memory = memory }

    /// Nil when the bytes are not a body.
    init?(opened: consuming SecretBytes) {
        let sound = opened.count == Self.size && opened.withBytes { bytes in
            bytes.loadUnaligned(as: UInt32.self) != 0
                && bytes.loadUnaligned(fromByteOffset: Self.erasureAt, as: UInt32.self) != 0
        }
        guard sound else { return nil }
        memory = opened
    }

    borrowing func copy() -> KeyBody { KeyBody(memory: memory.copy()) }
    borrowing func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result { memory.withBytes(body) }

    // MARK: Generations

    borrowing func generationID(_ place: Int) -> UInt32 { id(at: place * 48) }
    borrowing func generationState(_ place: Int) -> GenerationState? {
        GenerationState(rawValue: UInt16(id(at: place * 48 + 4) >> 16))
    }

    borrowing func suite(_ place: Int) -> CipherSuite? {
        CipherSuite(rawValue: UInt8(truncatingIfNeeded: id(at: place * 48 + 4)))
    }

    borrowing func seals(_ place: Int) -> UInt64 {
        memory.withBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: place * 48 + 8, as: UInt64.self)) }
    }

    borrowing func vaultKey(_ place: Int) -> SecretBytes { slice(place * 48 + 16) }

    /// A new generation with a random vault key.
    mutating func setGeneration(_ place: Int, id: UInt32, state: GenerationState, suite: CipherSuite) {
        edit { bytes in
            Self.put(id, bytes + place * 48)
            Self.put(UInt32(state.rawValue) << 16 | UInt32(suite.rawValue), bytes + place * 48 + 4)
            memset(bytes + place * 48 + 8, 0, 8)
            randombytes_buf(bytes + place * 48 + 16, 32)
        }
    }

    /// Forgets the second generation.
    mutating func dropSecondGeneration() { edit { sodium_memzero($0 + 48, 48) } }

    mutating func setSeals(_ place: Int, _ seals: UInt64) {
        edit { bytes in
            Self.put(UInt32(truncatingIfNeeded: seals >> 32), bytes + place * 48 + 8)
            Self.put(UInt32(truncatingIfNeeded: seals), bytes + place * 48 + 12)
        }
    }

    /// Makes the second generation the only and current one.
    mutating func keepOnlySecondGeneration() {
        let suite = UInt32(suite(1)?.rawValue ?? 0)
        edit { bytes in
            memcpy(bytes, bytes + 48, 48)
            sodium_memzero(bytes + 48, 48)
            Self.put(UInt32(GenerationState.current.rawValue) << 16 | suite, bytes + 4)
        }
    }

    // MARK: Erasure keys

    borrowing func erasureKeyID(_ place: Int) -> UInt32 { id(at: Self.erasureAt + place * 36) }

    borrowing func withErasureKey<Result>(_ place: Int, _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        memory.withBytes { body($0.octets + Self.erasureAt + place * 36 + 4) }
    }

    mutating func setErasureKey(_ place: Int, id: UInt32) {
        edit { bytes in
            Self.put(id, bytes + Self.erasureAt + place * 36)
            randombytes_buf(bytes + Self.erasureAt + place * 36 + 4, 32)
        }
    }

    /// Makes the second erasure key the only one: what is wrapped under the first is gone for good.
    mutating func keepOnlySecondErasureKey() {
        edit { bytes in
            memcpy(bytes + Self.erasureAt, bytes + Self.erasureAt + 36, 36)
            sodium_memzero(bytes + Self.erasureAt + 36, 36)
        }
    }

    // MARK: The store's own key pairs

    borrowing func noticeSecret() -> SecretBytes { slice(Self.noticeAt) }
    borrowing func deviceSeed() -> SecretBytes { slice(Self.deviceAt) }

    // MARK: Bytes

    private borrowing func id(at offset: Int) -> UInt32 {
        memory.withBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    }

    private borrowing func slice(_ offset: Int) -> SecretBytes {
        memory.withBytes { bytes in
            SecretBytes(count: 32) { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 32])) }
        }
    }

    private static func put(_ value: UInt32, _ place: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(place).storeBytes(of: value.bigEndian, as: UInt32.self)
    }

    private mutating func edit(_ change: (UnsafeMutablePointer<UInt8>) -> Void) {
        let old = memory.copy()
        memory = SecretBytes(count: Self.size) { out in
            old.withBytes { out.copyMemory(from: $0) }
            change(out.octets)
        }
    }
}
