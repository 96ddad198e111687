import CSodium

/// A secret in memory that is locked (never swapped), fenced by guard pages, left out of core dumps, and wiped when the
/// value dies. It can't be copied; look at it inside `withBytes` only.
public struct SecretBytes: ~Copyable, @unchecked Sendable {
    // Confined: the pointer is owned by this value alone and never handed out except for the length of a call.
    private let pointer: UnsafeMutableRawPointer
    public let count: Int

    /// `count` bytes filled by `fill`.
    init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Void) {
        Sodium.require()
        guard let memory = sodium_malloc(max(1, count)) else { fatalError("no memory for a secret of \(count) bytes") }
        pointer = memory
        self.count = count
        fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
    }

    /// Copies the bytes and wipes the source.
    public init(wiping bytes: inout [UInt8]) {
        let source = bytes
        self.init(count: source.count) { $0.copyBytes(from: source) }
        Sodium.wipe(&bytes)
    }

    /// Copies the bytes; the caller's copy is the caller's to wipe.
    public init(copying bytes: some Collection<UInt8>) {
        self.init(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// The UTF-8 of a typed secret, as NFC so that the same passphrase typed on two keyboards is the same.
    public init(text: String) {
        var bytes = Array(text.precomposed.utf8)
        self.init(wiping: &bytes)
    }

    public static func random(_ count: Int) -> SecretBytes {
        SecretBytes(count: count) { randombytes_buf($0.octets, count) }
    }

    public borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: pointer, count: count))
    }

    public borrowing func copy() -> SecretBytes {
        SecretBytes(count: count) { $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: count)) }
    }

    /// For the few callers that hand a key to C for the life of this value.
    borrowing func unsafeAddress() -> UnsafePointer<UInt8> {
        UnsafePointer(pointer.assumingMemoryBound(to: UInt8.self))
    }

    deinit { sodium_free(pointer) }
}
