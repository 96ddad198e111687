import GRDBSQLite
import Glibc

// A scan asks for one page after the other, each with a call to the system of its own. When two pages follow
// each other, the next ones come with the second, still sealed.
//
// They are good for one transaction at the most: while a connection holds its lock, SQLite brings nothing from the log into the
// database that this connection would read there. Whatever takes or gives a lock, or writes, forgets them.

enum ReadAhead {
    static let pages = 16
}

/// Where page `page` lies sealed in memory, after reading ahead if that looks worth it; nil when it must be read by itself.
@inline(__always)
func pageReadAhead(_ file: FilePointer, _ page: UInt32) -> UnsafePointer<UInt8>? {
    file.pointee.pagesInOrder = page == file.pointee.pageReadLast &+ 1 ? file.pointee.pagesInOrder &+ 1 : 0
    file.pointee.pageReadLast = page
    var index = page &- file.pointee.aheadFirst
    if index >= file.pointee.aheadCount {
        guard file.pointee.pagesInOrder >= 2, readAhead(file, from: page) else { return nil }
        index = 0
    }
    return UnsafePointer(file.pointee.ahead + Int(index) << 12)
}

private func readAhead(_ file: FilePointer, from page: UInt32) -> Bool {
    // Near the end of the file, and where some page can't be read, one by one: the fault then belongs to its own page.
    let code = rawRead(file, file.pointee.ahead, Int32(ReadAhead.pages) << 12, Int64(page &- 1) << 12)
    file.pointee.aheadFirst = page
    file.pointee.aheadCount = code == SQLITE_OK ? UInt32(ReadAhead.pages) : 0
    return code == SQLITE_OK
}

@inline(__always)
func forgetReadAhead(_ file: FilePointer) { file.pointee.aheadCount = 0 }
