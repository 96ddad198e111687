import CSodium
import Glibc

/// A note behind the last synced frame of the log: "so many frames of this round are safe". It is written after the sync
/// of a commit has returned and is not synced itself, so it costs no sync, is never ahead of the truth, and has reached
/// the disk by itself before a box has stood for a minute. The next commit writes over it. Without it nobody could tell
/// damage in the last save from the torn end that a power cut leaves.
///
/// 32 bytes where the next frame would begin (docs/formats/vault.md): zeros 4, where a frame has its page number and SQLite
/// therefore never takes it for one · number of frames 4 · salts 8 · keyed BLAKE2b-128 16 of store id 16 · `03 00 00 00` ·
/// number of frames 4 · salts 8.
struct LogMark {
    static let size = 32
    private static let kind: UInt32 = 3

    /// 32 bytes in locked memory.
    let key: UnsafePointer<UInt8>

    /// Fills 32 bytes. `salts` are the eight bytes as they stand in the log's header.
    func write(to out: UnsafeMutableRawPointer, frames: UInt32, salts: UInt64, storeHigh: UInt64, storeLow: UInt64) {
        var bound = (storeHigh.bigEndian, storeLow.bigEndian, Self.kind.littleEndian, frames.bigEndian, salts)
        out.storeBytes(of: 0, as: UInt32.self)
        out.storeBytes(of: frames.bigEndian, toByteOffset: 4, as: UInt32.self)
        out.storeBytes(of: salts, toByteOffset: 8, as: UInt64.self)
        withUnsafeBytes(of: &bound) { bytes in
            _ = crypto_generichash((out + 16).assumingMemoryBound(to: UInt8.self), 16, bytes.octets, 32, key, 32)
        }
    }

    /// Whether the 32 bytes at `bytes` are the mark of `frames` frames in the round of `salts`.
    func fits(_ bytes: UnsafeRawPointer, frames: UInt32, salts: UInt64, storeHigh: UInt64, storeLow: UInt64) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: Self.size, alignment: 8) { expected in
            guard let base = expected.baseAddress else { return false }
            write(to: base, frames: frames, salts: salts, storeHigh: storeHigh, storeLow: storeLow)
            return sodium_memcmp(base, bytes, Self.size) == 0
        }
    }
}
