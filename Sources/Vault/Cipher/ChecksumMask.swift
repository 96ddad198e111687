import CSodium

/// Hides the checksum in a WAL frame header. SQLite computes it over the plain page and writes it in clear; from it and
/// an encrypted WAL alone a four-digit number was guessed in half a second. A permutation of the eight bytes (four
/// Feistel rounds of SipHash-2-4 under their own key, tweaked by salts and place) rather than a key stream, because
/// SQLite rewrites the header of one place with another checksum.
struct ChecksumMask {
    /// 16 bytes in locked memory.
    let key: UnsafePointer<UInt8>

    /// `header` is 24 bytes; bytes 16…23 are replaced. `offset` is the header's place in the file.
    @inline(__always)
    func hide(_ header: UnsafeMutableRawPointer, offset: UInt64) { turn(header, offset, forward: true) }

    @inline(__always)
    func reveal(_ header: UnsafeMutableRawPointer, offset: UInt64) { turn(header, offset, forward: false) }

    @inline(__always)
    private func turn(_ header: UnsafeMutableRawPointer, _ offset: UInt64, forward: Bool) {
        // Message of a round: salts 8 · offset 8 · round 4 · half 4, all big-endian.
        var message = (header.loadUnaligned(fromByteOffset: 8, as: UInt64.self), offset.bigEndian, UInt64(0))
        var left = UInt32(bigEndian: header.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
        var right = UInt32(bigEndian: header.loadUnaligned(fromByteOffset: 20, as: UInt32.self))
        for step in 0..<UInt32(4) {
            let round = forward ? step : 3 - step
            if forward {
                let mixed = left ^ self.round(&message, round, right)
                left = right
                right = mixed
            } else {
                let mixed = right ^ self.round(&message, round, left)
                right = left
                left = mixed
            }
        }
        header.storeBytes(of: left.bigEndian, toByteOffset: 16, as: UInt32.self)
        header.storeBytes(of: right.bigEndian, toByteOffset: 20, as: UInt32.self)
    }

    @inline(__always)
    private func round(_ message: inout (UInt64, UInt64, UInt64), _ round: UInt32, _ half: UInt32) -> UInt32 {
        message.2 = (UInt64(round) << 32 | UInt64(half)).bigEndian
        var digest: UInt64 = 0
        withUnsafeBytes(of: &message) { input in
            withUnsafeMutableBytes(of: &digest) { output in
                _ = crypto_shorthash(output.octets, input.octets, 24, key)
            }
        }
        return UInt32(truncatingIfNeeded: UInt64(littleEndian: digest))
    }
}
