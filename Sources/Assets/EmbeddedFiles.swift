import CAssets

/// A file that was packed into the binary.
// Unchecked: the pointers lead into the program's read-only data, which nobody writes or frees.
public struct EmbeddedFile: @unchecked Sendable {
    /// Path below assets/, for example "web/app.js".
    public let path: String
    public let mediaType: String
    /// SHA-256 of the plain bytes, lower-case hexadecimal.
    public let sha256: String
    /// The bytes as they lie in the binary, which live as long as the process: gzipped where that is smaller.
    public let held: UnsafeRawBufferPointer
    public let isGzipped: Bool
    let plainLength: Int

    /// The plain bytes, unpacked anew each time it is asked for.
    public var bytes: [UInt8] { isGzipped ? Gunzip.whole(held, size: plainLength) : [UInt8](held) }
    /// The bytes as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension UnsafeRawBufferPointer {
    fileprivate func little16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
    fileprivate func little32(_ at: Int) -> Int { little16(at) | little16(at + 2) << 16 }
    fileprivate func slice(_ at: Int, _ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[at..<(at + count)])
    }
}

/// The files embedded in this binary. tools/pack-assets describes the layout.
public enum EmbeddedFiles {
    /// Every file by its path; empty in a binary that was built without `make`.
    public static let all: [String: EmbeddedFile] = readPack()

    /// Short name of this set of files: changes whenever one of the browser's files does. Twelve hexadecimal digits.
    public static let version: String = {
        // FNV-1a over paths and hashes: a name for caches, not a protection.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for (path, asset) in all.sorted(by: { $0.key < $1.key }) where path.hasPrefix("web/") {
            for byte in (path + asset.sha256).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        let text = String(hash, radix: 16)
        return String((String(repeating: "0", count: 16 - text.count) + text).prefix(12))
    }()

    /// The file at a path below assets/, or nil.
    public static func file(_ path: String) -> EmbeddedFile? { all[path] }

    /// Files whose path begins with `prefix`, sorted by path.
    public static func files(under prefix: String) -> [EmbeddedFile] {
        all.values.filter { $0.path.hasPrefix(prefix) }.sorted { $0.path < $1.path }
    }

    private static func readPack() -> [String: EmbeddedFile] {
        let pack = UnsafeRawBufferPointer(start: kinbox_assets, count: kinbox_assets_length)
        guard pack.count > 12 else { return [:] }
        var found: [String: EmbeddedFile] = [:]
        var at = 12
        for _ in 0..<pack.little32(8) {
            let pathLength = pack.little16(at)
            let path = String(decoding: pack.slice(at + 2, pathLength), as: UTF8.self)
            at += 2 + pathLength
            let typeLength = pack.little16(at)
            let mediaType = String(decoding: pack.slice(at + 2, typeLength), as: UTF8.self)
            at += 2 + typeLength
            let digits = Array("0123456789abcdef")
            let sha256 = String(pack.slice(at, 32).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
            let plainLength = pack.little32(at + 32), gzipLength = pack.little32(at + 36)
            at += 40
            let held = gzipLength == 0 ? plainLength : gzipLength
            found[path] = EmbeddedFile(
                path: path, mediaType: mediaType, sha256: sha256, held: pack.slice(at, held), isGzipped: gzipLength > 0, plainLength: plainLength)
            at += held
        }
        return found
    }
}
