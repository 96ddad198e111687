import CSodium
import Glibc

// What the writer puts into the log it reads again when it brings the log into the database. The last frames stay in memory
// in plain, beside SQLite's own pages, so that this neither reads nor opens them.
//
// An entry is good for one round of the log. A header of a new round, a truncation and a failed write forget all of them, and a
// frame written in any other way than whole forgets its own.

struct KeptFrames {
    /// As many as a checkpoint usually finds; 4 MiB.
    static let count = 1024

    /// `count` plain pages, made with the first frame.
    private var pages: UnsafeMutablePointer<UInt8>?
    /// Frame index in each place; -1 is none.
    private var frames: UnsafeMutablePointer<Int64>?

    @inline(__always)
    private static func place(_ index: Int64) -> Int { Int(truncatingIfNeeded: index) & (count - 1) }

    @inline(__always)
    mutating func keep(_ plain: UnsafeRawPointer, _ index: Int64) {
        if frames == nil { make() }
        guard let pages, let frames else { return }
        memcpy(pages + Self.place(index) &* 4096, plain, 4096)
        frames[Self.place(index)] = index
    }

    /// Where the plain page of frame `index` stands, if it is here.
    @inline(__always)
    func page(_ index: Int64) -> UnsafePointer<UInt8>? {
        guard let pages, let frames, frames[Self.place(index)] == index else { return nil }
        return UnsafePointer(pages + Self.place(index) &* 4096)
    }

    @inline(__always)
    func forget(_ index: Int64) {
        if let frames, frames[Self.place(index)] == index { frames[Self.place(index)] = -1 }
    }

    func forgetAll() {
        guard let frames else { return }
        for place in 0..<Self.count { frames[place] = -1 }
    }

    /// Without memory for it the log is read from the disk as ever.
    private mutating func make() {
        guard let memory = malloc(Self.count * (4096 + 8)) else { return }
        pages = memory.assumingMemoryBound(to: UInt8.self)
        frames = (memory + Self.count * 4096).bindMemory(to: Int64.self, capacity: Self.count)
        forgetAll()
    }

    /// With the file.
    mutating func destroy() {
        if let pages {
            sodium_memzero(pages, Self.count * 4096)
            free(pages)
        }
        (pages, frames) = (nil, nil)
    }
}
